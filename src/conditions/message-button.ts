import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { compileGlobs } from './globs.ts';
import { sayValues, valuesSchema } from './shapes.ts';

export const messageButton: Condition<true | ValueSource> = {
  meta: {
    name: 'message.button',
    summary:
      'A press on something your number sent (button, list row, template quick reply, flow): `true` for any, or its ids (the payload of a quick reply, the name of a flow; case matters, `*` stands for anything).',
    schema: z.union([z.literal(true), valuesSchema], { error: 'expected true or ids' }),
    absence: 'a message that is no press does not match',
    example: '{ any: [yes, order-*] }',
    explain: 'pressed {id}, wanted {wanted}',
  },
  create: (option, context) => {
    const ids = option === true ? null : context.values(option);
    const find = ids === null ? null : compileGlobs(ids);
    const wanted = ids === null ? 'anything' : sayValues(ids);
    return ({ message: { button } }) => ({
      matched: button !== null && (find === null || find(button.id) !== null),
      data: { id: button === null ? 'nothing' : button.id, wanted },
    });
  },
};
