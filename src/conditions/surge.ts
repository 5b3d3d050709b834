import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { formatDuration } from '../core/duration.ts';
import type { FactRequest } from '../core/facts.ts';
import { factKey } from '../core/facts.ts';
import { countSchema } from './shapes.ts';
import type { Window } from './window.ts';
import { checkNumberWindow, withinSchema } from './window.ts';

interface Surge extends Window {
  of: 'messages' | 'newcomers';
  times: number;
}

const factOf = ({ of, within }: Surge): FactRequest => ({ kind: 'surge', of, withinMs: within });

export const surge: Condition<Surge> = {
  meta: {
    name: 'surge',
    summary:
      "Far more messages than usual come to the number, or far more newcomers' first messages (`of: newcomers`): within a time at least so many, and at least so many times what a busy hour of the last seven days brings in that time (nine of ten hours bring no more).",
    schema: z
      .strictObject({
        of: z.enum(['messages', 'newcomers']).default('messages'),
        times: z.number().min(1).max(1000),
        at_least: countSchema,
        within: withinSchema,
      })
      .superRefine(checkNumberWindow),
    absence: 'a number not yet watched for 24 whole hours has no normal and never matches',
    example: '{ of: newcomers, times: 4, at_least: 50, within: 5m }',
    explain: '{count} {what} to the number within {within}, normally {normal}, wanted at least {wanted}',
    facts: (options) => [factOf(options)],
  },
  create: (options) => {
    const { at_least: limit, of: what, times } = options;
    const key = factKey(factOf(options));
    const within = formatDuration(options.within);
    return ({ facts: { number } }) => {
      const count = number.counts.get(key) ?? 0;
      const normal = number.normals.get(key);
      if (normal === undefined) {
        const data = { count, within, what, times, limit, normal: 'unknown yet', wanted: limit };
        return { matched: false, data };
      }
      const wanted = Math.max(limit, Math.ceil(normal * times));
      const data = { count, within, what, times, limit, normal: Math.round(normal * 10) / 10, wanted };
      return { matched: count >= wanted, data };
    };
  },
};
