import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { zoneClock } from './zone-clock.ts';
import { DEFAULT_ZONE, zoneSchema } from './zone-schema.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Day = (typeof DAYS)[number];

interface Options {
  any: readonly Day[];
  zone: string;
}
const day = z.enum(DAYS, { error: `expected ${DAYS.join(', ')}` });
const days = z.array(day).min(1, { error: 'the list is empty' });

export const timeDays: Condition<Options> = {
  meta: {
    name: 'time.days',
    summary: `The message's own day of the week: ${DAYS.join(', ')}. In UTC unless there is a \`zone\`. A night from Saturday to Sunday has two days.`,
    schema: z.union([
      day.transform((value): Options => ({ any: [value], zone: DEFAULT_ZONE })),
      days.transform((values): Options => ({ any: values, zone: DEFAULT_ZONE })),
      z.strictObject({ any: days, zone: zoneSchema }),
    ]),
    absence: 'every message has a time; one that Meta sent without counts as sent when it arrived',
    example: '{ any: [sat, sun], zone: America/Sao_Paulo }',
    explain: 'sent on {day} ({zone}), wanted {wanted}',
  },
  create: ({ any, zone }) => {
    const clock = zoneClock(zone);
    const set: ReadonlySet<string> = new Set(any);
    const wanted = any.join(' or ');
    return ({ message: { sentAt } }) => {
      const today = clock(sentAt).day;
      return { matched: set.has(today), data: { day: today, zone, wanted } };
    };
  },
};
