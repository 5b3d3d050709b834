/** Meta counts over an hour that moves along: by then it has moved past all that was used when it told. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** The share of the quota that makes us slower, percent; null = below that, or what Meta told is of no use any more. */
export const quotaPercent = (told: { percent: number; at: number } | null, now: number): number | null =>
  told === null || now - told.at > FORGOTTEN_AFTER_MS ? null : told.percent;
