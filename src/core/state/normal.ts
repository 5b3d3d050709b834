import { NORMAL_HOURS } from './number-counts.ts';

/** Fewer completed hours tell nothing: the day has its rhythm. */
export const MIN_NORMAL_HOURS = 24;
const SHARE = 0.9;

/**
 * What a busy hour of this number usually brings: the 90th percentile (nearest rank) of the completed hours of the last seven days
 * before `hour`, so that a handful of poisoned hours does not move it. Null before a whole day was counted; the hour in which
 * counting began is not whole.
 */
export function normalOf(
  inHour: (hour: number) => number,
  hour: number,
  since: number | null,
): number | null {
  if (since === null) return null;
  const first = Math.max(hour - NORMAL_HOURS, since + 1);
  const hours = hour - first;
  if (hours < MIN_NORMAL_HOURS) return null;
  const counts = Array.from({ length: hours }, (_, index) => inHour(first + index)).sort((a, b) => a - b);
  return counts[Math.ceil(SHARE * hours) - 1] ?? null;
}
