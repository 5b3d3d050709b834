import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { MESSAGE_TYPES } from '../core/message.ts';
import type { MessageType } from '../core/message.ts';

const type = z.enum(MESSAGE_TYPES, { error: `expected one of ${MESSAGE_TYPES.join(', ')}` });
const types = z.array(type).min(1, { error: 'the list is empty' });

export const messageType: Condition<{ any: readonly MessageType[] }> = {
  meta: {
    name: 'message.type',
    summary: `The kind of message: ${MESSAGE_TYPES.join(', ')}.`,
    schema: z.union([
      type.transform((value) => ({ any: [value] })),
      types.transform((values) => ({ any: values })),
      z.strictObject({ any: types }),
    ]),
    absence: 'every message has a type; kinds Cordon does not know are `unknown`',
    example: '{ any: [image, video] }',
    explain: 'type {type}, wanted {wanted}',
  },
  create: ({ any }) => {
    const set: ReadonlySet<string> = new Set(any);
    const wanted = any.join(' or ');
    return ({ message: { type } }) => ({ matched: set.has(type), data: { type, wanted } });
  },
};
