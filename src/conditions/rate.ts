import type { Condition } from '../core/condition.ts';
import { formatDuration } from '../core/duration.ts';
import type { Window } from './shapes.ts';
import { windowSchema } from './shapes.ts';

export const rate: Condition<Window> = {
  meta: {
    name: 'rate',
    summary: 'How many messages the sender wrote within a time, this one included, whatever their type.',
    schema: windowSchema,
    absence: 'this message alone counts as 1',
    example: '{ at_least: 20, within: 30s }',
    explain: '{count} messages within {within}, wanted at least {limit}',
    facts: ({ within }) => [{ kind: 'rate', withinMs: within }],
  },
  create: ({ at_least: limit, within }) => {
    const label = formatDuration(within);
    return ({ facts }) => {
      const count = facts.rate.get(within) ?? 1;
      return { matched: count >= limit, data: { count, limit, within: label } };
    };
  },
};
