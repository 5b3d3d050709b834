import { letGo } from './enforcement.ts';
import type { LedgerEntry, Target } from './entry.ts';
import { operatorEpisode } from './operator.ts';

/** A confirmed block that the list does not show: it is read once more at `at` before anything is concluded. */
export const doubt = (entry: LedgerEntry, at: number): LedgerEntry => ({
  ...entry,
  actual: 'unknown',
  nextAttemptAt: at,
});

/**
 * An operator wants a block that vanished at Meta made again, in the ordinary way: now if the sender wrote within Meta's 24 hours, else
 * at their next message.
 */
export const blockAgain = (entry: LedgerEntry, now: number): LedgerEntry => ({
  ...entry,
  actual: 'absent',
  target: null,
  failures: 0,
  nextAttemptAt: now,
  // Not confirmed any more: a list without it means again that the call is still to be made.
  episode: entry.episode === null ? null : { ...entry.episode, settledAt: null },
});

/** A lift that waited for its turn is due now. */
export const liftNow = (entry: LedgerEntry, now: number): LedgerEntry =>
  entry.nextAttemptAt <= now ? entry : { ...entry, nextAttemptAt: now };

/** Somebody else blocked a sender whom we waited to block: the block is theirs, our episode is over, its strike stays. */
export const overtaken = (entry: LedgerEntry, now: number): LedgerEntry => ({
  ...letGo(entry, now),
  owner: 'foreign',
  actual: 'blocked',
});

/**
 * An operator takes somebody else's block over: from now on it is ours, ends at `until` (null = when somebody lifts it), and is no
 * strike.
 */
export function adopt(entry: LedgerEntry, target: Target, until: number | null, now: number): LedgerEntry {
  return {
    ...entry,
    owner: 'ours',
    actual: 'blocked',
    target,
    desired: until === null ? { kind: 'permanent' } : { kind: 'until', at: until },
    nextAttemptAt: now,
    failures: 0,
    episode: { ...operatorEpisode(until, 'adopted from Meta’s list', now), settledAt: now },
  };
}
