import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { formatDuration } from '../core/duration.ts';
import type { FactRequest } from '../core/facts.ts';
import { factKey } from '../core/facts.ts';
import { countSchema } from './shapes.ts';
import type { Window } from './window.ts';
import { checkLimit, checkNumberWindow, withinSchema } from './window.ts';

interface Rate extends Window {
  of: 'messages' | 'texts';
  per: 'sender' | 'number';
}

const schema = z
  .strictObject({
    at_least: countSchema,
    within: withinSchema,
    of: z.enum(['messages', 'texts']).default('messages'),
    per: z.enum(['sender', 'number']).default('sender'),
  })
  .superRefine((rate, context) => {
    if (rate.per === 'number') checkNumberWindow(rate, context);
    else checkLimit(rate, context);
  });

const factOf = ({ of, per, within }: Rate): FactRequest => ({ kind: 'rate', of, per, withinMs: within });

export const rate: Condition<Rate> = {
  meta: {
    name: 'rate',
    summary:
      'How many messages there were within a time, this one included: of any type or texts only (`of: texts`; captions are none), from this sender or from everybody who writes to the number (`per: number`, within an hour at most).',
    schema,
    absence: 'this message alone counts as 1; with `of: texts` one that is no text as 0',
    example: '{ at_least: 20, within: 30s, of: texts, per: sender }',
    explain: '{count} {what} within {within}, wanted at least {limit}',
    facts: (options) => [factOf(options)],
  },
  create: (options) => {
    const { at_least: limit, of, per } = options;
    const key = factKey(factOf(options));
    const within = formatDuration(options.within);
    const what = per === 'number' ? `${of} to the number` : of;
    return ({ facts }) => {
      const counts = per === 'number' ? facts.number.counts : facts.counts;
      const count = counts.get(key) ?? 0;
      return { matched: count >= limit, data: { count, limit, within, what } };
    };
  },
};
