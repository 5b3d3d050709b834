import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { formatMinute, zoneClock } from './zone-clock.ts';
import { DEFAULT_ZONE, zoneSchema } from './zone-schema.ts';

interface Options {
  from: number;
  to: number;
  zone: string;
}
const DAY_MINUTES = 24 * 60;
const HINT = "expected a time such as '22:00'";

/** Minutes since midnight; 24:00 is the end of the day. */
const time = z.string({ error: `${HINT}, in quotes` }).transform((text, context) => {
  const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (hours !== '' && Number(minutes) < 60 && minute <= DAY_MINUTES) return minute;
  context.addIssue({ code: 'custom', message: HINT });
  return z.NEVER;
});
const pair = z
  .tuple([time, time], { error: "expected two times, e.g. ['22:00', '07:00']" })
  .transform(([from, to]): Options => ({ from, to, zone: DEFAULT_ZONE }));

export const timeBetween: Condition<Options> = {
  meta: {
    name: 'time.between',
    summary:
      "The message's own time of day: from the first time on, before the second; past midnight when the second is earlier. In UTC unless there is a `zone` (`{ from: '22:00', to: '07:00', zone: Europe/Berlin }`), whose summer time is minded.",
    schema: z
      .union([pair, z.strictObject({ from: time, to: time, zone: zoneSchema })])
      .refine(({ from, to }) => from % DAY_MINUTES !== to % DAY_MINUTES || to - from === DAY_MINUTES, {
        error: 'both times are the same',
      }),
    absence: 'every message has a time; one that Meta sent without counts as sent when it arrived',
    example: "{ from: '22:00', to: '07:00', zone: Europe/Berlin }",
    explain: 'sent at {time} ({zone}), wanted {wanted}',
  },
  create: ({ from, to, zone }) => {
    const clock = zoneClock(zone);
    const wanted = `from ${formatMinute(from)} to ${formatMinute(to)}`;
    return ({ message: { sentAt } }) => {
      const { minute } = clock(sentAt);
      const matched = from < to ? minute >= from && minute < to : minute >= from || minute < to;
      return { matched, data: { time: formatMinute(minute), zone, wanted } };
    };
  },
};
