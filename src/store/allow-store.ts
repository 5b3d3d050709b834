import type { Redis } from 'ioredis';
import type { Allow } from '../core/state/exchange.ts';
import { decodeAllow, hourOf } from './allow-codec.ts';
import type { Keys } from './keys.ts';
import { MINUTES_KEPT_DAYS } from './keys.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const HOURS_ABREAST = 24;

/** The last plain allows of a number, ALLOWS_MAX at most, newest first. */
export async function readAllows(redis: Redis, keys: Keys, phoneNumberId: string): Promise<Allow[]> {
  // In one piece: places move while new ones come.
  const all = await redis.lrange(`${keys.base(phoneNumberId)}:allows`, '0', '-1');
  const allows = all.map(decodeAllow).filter((allow) => allow !== null);
  // Workers judge side by side: what was recorded later may have been judged earlier.
  return allows.reverse().sort((a, b) => b.at - a.at);
}

/** Plain allows of one minute. */
export interface AllowMinute {
  /** Start of the minute, ms. */
  at: number;
  count: number;
}

/** How many plain allows each minute from `from` to `to` (ms) had, newest first, minutes without any left out. Kept MINUTES_KEPT_DAYS. */
export async function* readAllowMinutes(
  redis: Redis,
  keys: Keys,
  phoneNumberId: string,
  { from, to }: { from: number; to: number },
): AsyncGenerator<AllowMinute> {
  const oldest = Math.max(from, to - MINUTES_KEPT_DAYS * 24 * HOUR_MS - HOUR_MS);
  const first = Math.floor(oldest / HOUR_MS);
  for (let last = Math.floor(to / HOUR_MS); last >= first; last -= HOURS_ABREAST) {
    const hours = Array.from({ length: Math.min(HOURS_ABREAST, last - first + 1) }, (_, n) => last - n);
    const found = await Promise.all(
      hours.map((hour) => redis.hgetall(`${keys.base(phoneNumberId)}:minutes:${hourOf(hour * HOUR_MS)}`)),
    );
    for (const [index, fields] of found.entries()) {
      const start = (hours[index] ?? 0) * HOUR_MS;
      const minutes = Object.entries(fields).map(([minute, count]): AllowMinute => {
        return { at: start + Number(minute) * MINUTE_MS, count: Number(count) };
      });
      minutes.sort((a, b) => b.at - a.at);
      for (const minute of minutes) if (minute.at + MINUTE_MS > from && minute.at <= to) yield minute;
    }
  }
}
