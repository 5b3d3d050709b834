import type { Condition } from '../core/condition.ts';
import { formatDuration } from '../core/duration.ts';
import type { Amount } from './amount.ts';
import { compileAmount, durationAmountSchema } from './amount.ts';

export const senderSeenFor: Condition<Amount> = {
  meta: {
    name: 'sender.seen_for',
    summary:
      "How long ago the sender's first message to this number was, by the messages' own times; `{ below: 10m }` is somebody new, `{ at_least: 1d }` somebody you know.",
    schema: durationAmountSchema,
    absence: 'a sender never seen before has 0s',
    example: '{ at_least: 1d }',
    explain: 'seen for {time}, wanted {limit}',
  },
  create: (options) => {
    const { holds, text: limit } = compileAmount(options, formatDuration);
    return ({ message, facts }) => {
      const ms = Math.max(0, message.sentAt - facts.firstSeenAt);
      return { matched: holds(ms), data: { time: formatDuration(ms), limit } };
    };
  },
};
