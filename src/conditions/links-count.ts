import type { Condition } from '../core/condition.ts';
import type { Amount } from './amount.ts';
import { amountSchema, compileAmount } from './amount.ts';

export const linksCount: Condition<Amount> = {
  meta: {
    name: 'links.count',
    summary: 'How many links the message carries.',
    schema: amountSchema,
    absence: 'no link counts as 0',
    example: '{ at_least: 2 }',
    explain: '{count} links, wanted {limit}',
  },
  create: (options) => {
    const { holds, text: limit } = compileAmount(options);
    return ({ message }) => {
      const count = message.links.length;
      return { matched: holds(count), data: { count, limit } };
    };
  },
};
