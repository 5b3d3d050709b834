import type { Condition } from '../core/condition.ts';
import type { Amount } from './amount.ts';
import { amountSchema, compileAmount } from './amount.ts';

export const senderMessagesSeen: Condition<Amount> = {
  meta: {
    name: 'sender.messages_seen',
    summary: 'How many messages of this sender came before this one; `{ below: 1 }` is a newcomer.',
    schema: amountSchema,
    absence: 'a sender never seen before has 0',
    example: '{ below: 1 }',
    explain: '{count} messages seen before, wanted {limit}',
  },
  create: (options) => {
    const { holds, text: limit } = compileAmount(options);
    return ({ facts }) => ({
      matched: holds(facts.messagesSeen),
      data: { count: facts.messagesSeen, limit },
    });
  },
};
