import type { Condition } from '../core/condition.ts';
import type { Amount } from './amount.ts';
import { compileAmount, presenceSchema } from './amount.ts';

export const messageContactCard: Condition<Amount> = {
  meta: {
    name: 'message.contact_card',
    summary:
      'How many contact cards the message shares: `true` for any, or an amount. A sender’s own card is none: people hand it over when a shop asks for their number.',
    schema: presenceSchema,
    absence: 'no card counts as 0',
    example: '{ at_least: 3 }',
    explain: '{count} contact cards, wanted {limit}',
  },
  create: (options) => {
    const { holds, text: limit } = compileAmount(options);
    return ({ message: { contactCards: count } }) => ({ matched: holds(count), data: { count, limit } });
  },
};
