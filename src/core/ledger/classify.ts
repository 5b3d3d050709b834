import type { LedgerEntry } from './entry.ts';
import { isWanted } from './next-action.ts';

/**
 * How a ledger row and Meta's list compare.
 * - agreed: nothing to do, or a call that is due anyway will do it
 * - missing: Meta confirmed the block, and the list does not show it
 * - ended: over, and still listed
 * - unknown: a call's outcome was lost
 * - stray: closed or waiting, and listed: a lost call of ours took effect late
 * - remembered: listed, no row, and the journal says it is ours
 * - overtaken: listed while armed, held or refused: somebody else was first
 * - foreign: listed, and not ours
 * - foreign-known: the same, recorded earlier
 * - foreign-gone: recorded as foreign, and no longer listed
 */
export const LIST_CLASSES = [
  'agreed',
  'missing',
  'ended',
  'unknown',
  'stray',
  'remembered',
  'overtaken',
  'foreign',
  'foreign-known',
  'foreign-gone',
] as const;
export type ListClass = (typeof LIST_CLASSES)[number];

/** What the last comparison of a number's ledger with Meta's list found. */
export interface ReconcileReport {
  /** When the list had been read, ms. */
  at: number;
  /** Rows of Meta's list. */
  listed: number;
  /** Rows that could not be read: with any, nothing is concluded from absence. */
  unreadable: number;
  /** People by class; those nobody is in are 0. */
  counts: Record<ListClass, number>;
  /** `missing` ones left alone since they are too many to be anybody's doing by hand. */
  suspended: number;
}

/** Meta confirmed this block and it should stand; a list without it means that somebody lifted it, or that Meta lost it. */
export const shouldBeListed = (entry: LedgerEntry, now: number): boolean =>
  entry.owner === 'ours' &&
  entry.attempt === null &&
  isWanted(entry, now) &&
  (entry.episode?.settledAt ?? null) !== null;

/**
 * Compares one row (null = the ledger has none) with the list. Where some of the list could not be read, ask only about rows that
 * are listed. What the journal says of a listed sender without a row is the caller's to ask.
 */
export function classify(entry: LedgerEntry | null, listed: boolean, now: number): ListClass {
  if (entry === null) return listed ? 'foreign' : 'agreed';
  if (entry.actual === 'unknown' || entry.attempt !== null) return 'unknown';
  if (entry.owner === 'foreign') return listed ? 'foreign-known' : 'foreign-gone';
  if (entry.actual === 'blocked') {
    if (!listed) return shouldBeListed(entry, now) ? 'missing' : 'agreed';
    return isWanted(entry, now) ? 'agreed' : 'ended';
  }
  if (!listed) return 'agreed';
  if (entry.strayUntil > now) return 'stray';
  if (entry.desired.kind === 'none') return 'foreign';
  // About to be blocked by us: the call makes no difference to what the list shows.
  const isDue =
    entry.held === null && entry.refused === null && isWanted(entry, now) && now < entry.deadlineAt;
  return isDue ? 'agreed' : 'overtaken';
}

const MISSING_MIN = 20;
const MISSING_SHARE = 0.2;

/**
 * More blocks gone than a person lifts by hand between two looks: Meta lost its list, or the token reads another one. Then nobody is
 * let go unasked. `open` = the number's open rows.
 */
export const areTooManyMissing = (missing: number, open: number): boolean =>
  missing > MISSING_MIN && missing > open * MISSING_SHARE;

export const noCounts = (): Record<ListClass, number> => ({
  agreed: 0,
  missing: 0,
  ended: 0,
  unknown: 0,
  stray: 0,
  remembered: 0,
  overtaken: 0,
  foreign: 0,
  'foreign-known': 0,
  'foreign-gone': 0,
});
