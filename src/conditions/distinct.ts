import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { formatDuration } from '../core/duration.ts';
import type { FactRequest } from '../core/facts.ts';
import { factKey } from '../core/facts.ts';
import type { Window } from './window.ts';
import { limitSchema, MAX_DISTINCT, withinSchema } from './window.ts';

interface Distinct extends Window {
  of: 'links' | 'phones' | 'texts';
}

const NAMES = { links: 'link hosts', phones: 'phone numbers', texts: 'texts' } as const;

const factOf = ({ of, within }: Distinct): FactRequest => ({ kind: 'distinct', of, withinMs: within });

export const distinct: Condition<Distinct> = {
  meta: {
    name: 'distinct',
    summary:
      'How many different link hosts (`of: links`), phone numbers written in the text (`of: phones`) or texts (`of: texts`; case, spacing and marks make none new) the sender wrote within a time, this message included; of one message at most 8 hosts and 8 numbers.',
    schema: z.strictObject({
      of: z.enum(['links', 'phones', 'texts']),
      at_least: limitSchema(MAX_DISTINCT),
      within: withinSchema,
    }),
    absence: 'a message without any adds nothing to those before it; captions are no texts',
    example: '{ of: links, at_least: 5, within: 1h }',
    explain: '{count} different {what} within {within}, wanted at least {limit}',
    facts: (options) => [factOf(options)],
  },
  create: (options) => {
    const { at_least: limit, of } = options;
    const key = factKey(factOf(options));
    const within = formatDuration(options.within);
    return ({ facts }) => {
      const count = facts.counts.get(key) ?? 0;
      return { matched: count >= limit, data: { count, limit, within, what: NAMES[of] } };
    };
  },
};
