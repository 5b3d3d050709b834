import type { LedgerEntry } from './entry.ts';
import { targetOf } from './entry.ts';
import { strikeOverAt } from './strikes.ts';

/**
 * The one thing to do next for an entry and when. `at: Infinity` = nothing until something else happens.
 * - block, lift: the call to make · verify: list before acting · end: close an episode that needs no call
 */
export interface NextAction {
  kind: 'block' | 'lift' | 'verify' | 'end' | 'wait';
  at: number;
}

const NEVER: NextAction = { kind: 'wait', at: Infinity };

/** Why monitor mode holds a block: nobody doubts its rule. Every other cause is the brake's. */
export const MONITOR_HOLD = 'monitor mode';
export const isBraked = ({ held }: LedgerEntry): boolean => held !== null && held.cause !== MONITOR_HOLD;

/** A block for good that the brake holds and nobody releases is dropped after this long. */
export const HELD_FOR_GOOD_MS = 7 * 86_400_000;

/** When the episode is over, ms; Infinity = not by itself. */
function endOf(entry: LedgerEntry): number {
  const { desired, held, actual } = entry;
  if (desired.kind === 'until') return desired.at;
  return held !== null && isBraked(entry) && actual === 'absent' ? held.at + HELD_FOR_GOOD_MS : Infinity;
}

/** True while the sender should be blocked. */
export const isWanted = (entry: LedgerEntry, now: number): boolean =>
  entry.desired.kind !== 'none' && endOf(entry) > now;

/** Meta takes the block no more, or there is nothing to call them by: only a message of theirs changes that. */
const isArmed = (entry: LedgerEntry, now: number): boolean =>
  now >= entry.deadlineAt || targetOf(entry, entry.misnamed) === null;

export function nextAction(entry: LedgerEntry, now: number): NextAction {
  if (entry.owner === 'foreign')
    return entry.actual === 'unknown' ? { kind: 'verify', at: entry.nextAttemptAt } : NEVER;
  if (entry.attempt !== null) return { kind: 'verify', at: entry.attempt.expiresAt };
  if (entry.actual === 'unknown') return { kind: 'verify', at: entry.nextAttemptAt };
  const endsAt = endOf(entry);
  if (entry.actual === 'blocked') {
    if (!isWanted(entry, now)) return { kind: 'lift', at: entry.nextAttemptAt };
    return endsAt === Infinity ? NEVER : { kind: 'lift', at: Math.max(endsAt, entry.nextAttemptAt) };
  }
  if (!isWanted(entry, now)) return entry.desired.kind === 'none' ? NEVER : { kind: 'end', at: endsAt };
  const waitsForSender = entry.held !== null || entry.refused !== null || isArmed(entry, now);
  if (waitsForSender) return endsAt === Infinity ? NEVER : { kind: 'end', at: endsAt };
  return { kind: 'block', at: entry.nextAttemptAt };
}

export const STATUSES = [
  'none',
  'due',
  'blocking',
  'blocked',
  'lift due',
  'lifting',
  'unknown',
  'armed',
  'held',
  'refused',
  'foreign',
] as const;
export type LedgerStatus = (typeof STATUSES)[number];

/** The entry in one word, as shown to people. */
export function statusOf(entry: LedgerEntry, now: number): LedgerStatus {
  if (entry.owner === 'foreign') return 'foreign';
  if (entry.attempt !== null && now < entry.attempt.expiresAt)
    return entry.attempt.direction === 'block' ? 'blocking' : 'lifting';
  if (entry.attempt !== null || entry.actual === 'unknown') return 'unknown';
  const wanted = isWanted(entry, now);
  if (entry.actual === 'blocked') return wanted ? 'blocked' : 'lift due';
  if (!wanted) return 'none';
  if (entry.held !== null) return 'held';
  if (entry.refused !== null) return 'refused';
  return isArmed(entry, now) ? 'armed' : 'due';
}

/** Rows that owe nothing to anyone are dropped this long after they were last written. */
export const CLOSED_ENTRY_KEPT_MS = 30 * 86_400_000;

/** When the stored row may vanish by itself; Infinity while a block is wanted, on Meta's list or unclear. */
export function forgetAt(entry: LedgerEntry, now: number): number {
  if (entry.desired.kind !== 'none' || entry.actual !== 'absent' || entry.attempt !== null) return Infinity;
  return Math.max(now + CLOSED_ENTRY_KEPT_MS, ...entry.strikes.map(strikeOverAt));
}
