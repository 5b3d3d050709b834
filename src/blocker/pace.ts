import { quotaPercent } from '../core/quota.ts';
import type { Pace } from './number-control.ts';

/**
 * Meta counts calls over an hour that moves along, and throttles at 100 % for up to an hour. Up to 75 % nothing is slowed. From there
 * each call is spaced so that the rest of a quota of 200 calls, Meta's smallest, outlasts that hour even when everything was used up at
 * its beginning; larger quotas last longer.
 */
const STEPS: readonly (readonly [percent: number, spacingMs: number])[] = [
  [75, 0],
  [90, 60_000],
  [95, 180_000],
  [100, 600_000],
];
const LONGEST_MS = 600_000;

/** From here on, of the blocks only those go that cannot wait. */
const SCARCE_PERCENT = 95;
const CANNOT_WAIT_MS = 3_600_000;
/** What Meta told this long ago says little: a block may go, and tells anew. */
const STALE_MS = 900_000;

/** Time between two calls at this share of the quota, ms. */
export function spacingMs(percent: number): number {
  let [fromPercent, fromMs] = [0, 0];
  for (const [percentAt, msAt] of STEPS) {
    if (percent < percentAt)
      return Math.round(fromMs + ((msAt - fromMs) * (percent - fromPercent)) / (percentAt - fromPercent));
    [fromPercent, fromMs] = [percentAt, msAt];
  }
  return fromMs;
}

/** After a round of calls: `percent` as Meta told it last (null = it did not), and when the next round may begin, ten minutes on at most. */
export function paceAfter(
  pace: Pace | null,
  { calls, percent }: { calls: number; percent: number | null },
  now: number,
): Pace | null {
  if (calls === 0) return pace;
  const told = percent ?? quotaPercent(pace, now) ?? 0;
  const spacing = spacingMs(told);
  if (spacing === 0) return null;
  const at = percent === null ? (pace?.at ?? now) : now;
  return { percent: told, at, until: now + Math.min(calls * spacing, LONGEST_MS) };
}

/** Must the number's next round wait? Not for a deadline that would pass meanwhile, as long as anything of the quota is left. */
export const mustPace = (pace: Pace | null, nearestDeadline: number, now: number): boolean =>
  pace !== null && now < pace.until && !(pace.percent < 100 && nearestDeadline <= pace.until);

/** May blocks go in this round? Lifts always may: each is past its end. */
export const mayBlock = (pace: Pace | null, nearestDeadline: number, now: number): boolean =>
  pace === null ||
  pace.percent < SCARCE_PERCENT ||
  nearestDeadline <= now + CANNOT_WAIT_MS ||
  now - pace.at >= STALE_MS;
