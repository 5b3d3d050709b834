const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/** Pause after the n-th failure in a row (1 = first): 1 s, 2 s, 4 s … 5 min, up to half as long again. `random` is 0 ≤ x < 1. */
export function backoffMs(failures: number, random: number, atLeastMs = 0): number {
  const base = Math.min(FIRST_MS * 2 ** Math.min(Math.max(failures - 1, 0), 20), LONGEST_MS);
  return Math.round(Math.max(base, atLeastMs) * (1 + random / 2));
}
