import type { Condition } from '../core/condition.ts';
import { formatDuration } from '../core/duration.ts';
import type { FactRequest } from '../core/facts.ts';
import { factKey } from '../core/facts.ts';
import type { Window } from './window.ts';
import { windowSchema } from './window.ts';

const factOf = ({ within }: Window): FactRequest => ({ kind: 'duplicate', withinMs: within });

export const duplicate: Condition<Window> = {
  meta: {
    name: 'duplicate',
    summary:
      'How often the sender sent this same text within a time, this message included; case, spacing and marks do not make a text new. Without text the same picture or file counts.',
    schema: windowSchema,
    absence: 'a message with neither text nor a file counts as 1',
    example: '{ at_least: 5, within: 10m }',
    explain: 'sent {count} times within {within}, wanted at least {limit}',
    facts: (options) => [factOf(options)],
  },
  create: (options) => {
    const { at_least: limit } = options;
    const key = factKey(factOf(options));
    const within = formatDuration(options.within);
    return ({ facts }) => {
      const count = facts.counts.get(key) ?? 0;
      return { matched: count >= limit, data: { count, limit, within } };
    };
  },
};
