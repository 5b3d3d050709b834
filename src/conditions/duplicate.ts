import type { Condition } from '../core/condition.ts';
import { formatDuration } from '../core/duration.ts';
import type { Window } from './shapes.ts';
import { windowSchema } from './shapes.ts';

export const duplicate: Condition<Window> = {
  meta: {
    name: 'duplicate',
    summary:
      'How often the sender sent this same text within a time, this message included; case, spacing and marks do not make a text new. Without text the same picture or file counts.',
    schema: windowSchema,
    absence: 'a message with neither text nor a file counts as 1',
    example: '{ at_least: 5, within: 10m }',
    explain: 'sent {count} times within {within}, wanted at least {limit}',
    facts: ({ within }) => [{ kind: 'duplicate', withinMs: within }],
  },
  create: ({ at_least: limit, within }) => {
    const label = formatDuration(within);
    return ({ facts }) => {
      const count = facts.duplicate.get(within) ?? 1;
      return { matched: count >= limit, data: { count, limit, within: label } };
    };
  },
};
