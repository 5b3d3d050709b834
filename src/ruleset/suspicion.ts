/** Lists below this length may change as they like. */
const MIN_ENTRIES = 10;
/** What loses more than this share at once was rather saved half than meant so. */
const MAX_LOSS = 0.5;

export const ADVICE = 'if that is meant, run: cordon rules accept';

/** `least`: what was shorter before may lose as much as it likes, but for the last of it. */
export const isSuspicious = (was: number, is: number, least = MIN_ENTRIES): boolean =>
  was > 0 && (is === 0 || (was >= least && is < was * (1 - MAX_LOSS)));
