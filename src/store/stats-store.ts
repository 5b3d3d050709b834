import type { Redis } from 'ioredis';
import type { Counts } from '../core/counts.ts';
import type { Keys } from './keys.ts';

const DAY_MS = 86_400_000;

/** The UTC day of an instant as counters are keyed: `20261014`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll('-', '');

export interface DayCounts {
  /** Start of the UTC day, ms. */
  from: number;
  counts: Counts;
}

/** The counters of every UTC day from the one of `from` to the one of `to`, oldest first; record.lua writes them. */
export async function readStats(
  redis: Redis,
  keys: Keys,
  phoneNumberId: string,
  { from, to }: { from: number; to: number },
): Promise<DayCounts[]> {
  const first = Math.floor(from / DAY_MS);
  const days = Array.from({ length: Math.floor(to / DAY_MS) - first + 1 }, (_, n) => (first + n) * DAY_MS);
  return Promise.all(
    days.map(async (day) => {
      const fields = await redis.hgetall(`${keys.base(phoneNumberId)}:stats:${dayOf(day)}`);
      const counts = new Map(Object.entries(fields).map(([field, count]) => [field, Number(count)]));
      return { from: day, counts };
    }),
  );
}
