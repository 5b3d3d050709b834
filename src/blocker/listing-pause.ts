import { expireAttempt } from '../core/ledger/enforcement.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { isWanted } from '../core/ledger/next-action.ts';
import { applyChanges } from './apply.ts';
import type { BlockerDeps, ListingRead } from './ports.ts';

const PER_PAGE_MS = 5_000;
const LONGEST_MS = 5 * 60_000;

/** How long a list of so many pages is not read again for a mere doubt. One page costs no more than any other call. */
export const listingPauseMs = (pages: number): number =>
  Math.min(Math.max(0, pages - 1) * PER_PAGE_MS, LONGEST_MS);

/**
 * When the list may be read for these doubts, ms: a long list is not paged over and over because doubts arise one by one. Somebody who
 * could no longer be blocked in time by then is reason enough to read it at once.
 */
export function mayListAt(last: ListingRead | null, doubts: readonly LedgerEntry[], now: number): number {
  if (last === null) return now;
  const at = last.at + listingPauseMs(last.pages);
  const isUrgent = doubts.some(
    (entry) => isWanted(entry, now) && entry.deadlineAt > now && entry.deadlineAt <= at,
  );
  return isUrgent ? now : at;
}

/** The doubts wait until the list may be read again. */
export async function waitInDoubt(
  phoneNumberId: string,
  doubts: readonly LedgerEntry[],
  until: number,
  lease: string,
  deps: BlockerDeps,
): Promise<void> {
  await applyChanges(
    phoneNumberId,
    doubts.map((entry) => ({
      entry,
      change: (current) => {
        const doubt = expireAttempt(current, deps.now());
        const isStill = doubt.actual === 'unknown' && doubt.attempt === null;
        return isStill ? { entry: { ...doubt, nextAttemptAt: until }, audit: null } : null;
      },
    })),
    lease,
    deps,
  );
}
