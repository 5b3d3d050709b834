import { z } from 'zod';
import type { Condition } from '../core/condition.ts';

type Wanted = true | 'once' | 'many';

export const messageForwarded: Condition<Wanted> = {
  meta: {
    name: 'message.forwarded',
    summary:
      "WhatsApp's forward mark: `once` (up to five hops), `many` (frequently forwarded) or `true` for either.",
    schema: z.union([z.literal(true), z.literal('once'), z.literal('many')], {
      error: 'expected true, once or many',
    }),
    absence: 'a message without the mark is not forwarded',
    example: 'many',
    explain: 'forwarded: {forwarded}, wanted {wanted}',
  },
  create: (option) => {
    const wanted = option === true ? 'once or many' : option;
    return ({ message: { forwarded } }) => ({
      matched: option === true ? forwarded !== 'no' : forwarded === option,
      data: { forwarded, wanted },
    });
  },
};
