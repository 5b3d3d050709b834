const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
/** However long Meta asks us to wait, one call an hour looks whether that is still so. */
const LONGEST_ASKED_MS = 60 * 60_000;

/**
 * Pause after the n-th failure in a row (1 = first): 1 s, 2 s, 4 s … 5 min, or what Meta asked for up to an hour; up to half as long again,
 * 2.5 min at most. `random` is 0 ≤ x < 1.
 */
export function backoffMs(failures: number, random: number, atLeastMs = 0): number {
  const base = Math.min(FIRST_MS * 2 ** Math.min(Math.max(failures - 1, 0), 20), LONGEST_MS);
  const wait = Math.max(base, Math.min(atLeastMs, LONGEST_ASKED_MS));
  return Math.round(wait + (Math.min(wait, LONGEST_MS) * random) / 2);
}
