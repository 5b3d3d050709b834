import type { Condition } from '../core/condition.ts';
import type { Amount } from './amount.ts';
import { amountSchema, compileAmount } from './amount.ts';

export const senderStrikes: Condition<Amount> = {
  meta: {
    name: 'sender.strikes',
    summary:
      'How many strikes of the sender still count: one for every block so far, until it expires (`strikes_expire` in policy.yaml). In monitor mode nobody gets any.',
    schema: amountSchema,
    absence: 'a sender who was never blocked has 0',
    example: '{ at_least: 2 }',
    explain: '{count} strikes, wanted {limit}',
  },
  create: (options) => {
    const { holds, text: limit } = compileAmount(options);
    return ({ facts: { activeStrikes: count } }) => ({ matched: holds(count), data: { count, limit } });
  },
};
