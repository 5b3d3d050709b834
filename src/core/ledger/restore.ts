import type { Desired, Episode, LedgerEntry, Strike, Target } from './entry.ts';
import { deadlineAfter, newEntry } from './entry.ts';
import { CLOSED_ENTRY_KEPT_MS } from './next-action.ts';

/** What a backup says of one sender: an exported row, or one line of the journal. */
export interface Saved {
  phoneNumberId: string;
  senderId: string;
  phone: string | null;
  userId: string | null;
  target: Target | null;
  desired: Desired;
  owner: 'ours' | 'foreign';
  /** False once the block was lifted: kept so that it wins over older lines. */
  open: boolean;
  episode: Episode | null;
  strikes: readonly Strike[];
  strikesTotal: number;
  held: LedgerEntry['held'];
  lastInboundAt: number;
  endedAt: number;
  /** The last thing known to have happened, ms. Newer wins. */
  at: number;
}

/** When the last thing happened that the entry tells of: its episode began, was confirmed by Meta, or ended. */
export const lastEventAt = ({ episode, endedAt }: Pick<LedgerEntry, 'episode' | 'endedAt'>): number =>
  Math.max(endedAt, episode?.startedAt ?? 0, episode?.settledAt ?? 0);

/** Of two lines about one sender the newer (on a tie the second); what only the other knows is kept. */
export function newer(a: Saved, b: Saved): Saved {
  const [late, early] = b.at >= a.at ? [b, a] : [a, b];
  return {
    ...late,
    phone: late.phone ?? early.phone,
    userId: late.userId ?? early.userId,
    target: late.target ?? early.target,
    strikes: late.strikes.length > 0 ? late.strikes : early.strikes,
    strikesTotal: Math.max(late.strikesTotal, early.strikesTotal),
    lastInboundAt: Math.max(late.lastInboundAt, early.lastInboundAt),
  };
}

/**
 * True when a ledger that has no row of this sender must have lost it: the row would be open, or closed so lately that it would still
 * be kept.
 */
export const mustBeLost = ({ open, desired }: Saved, now: number): boolean =>
  open &&
  (desired.kind === 'permanent' || (desired.kind === 'until' && desired.at > now - CLOSED_ENTRY_KEPT_MS));

/** `newer`: the ledger knows as much or more · `foreign`: the row is somebody else's as far as the ledger knows. */
export type Restored =
  { kind: 'restored'; entry: LedgerEntry } | { kind: 'lifted' } | { kind: 'newer' } | { kind: 'foreign' };

/**
 * Puts a saved block back into the ledger. What is true at Meta counts as unknown, so the list is read before anything is done.
 * Repeating it changes nothing. With `reclaim`, a row the ledger took for foreign after it lost its own becomes ours again.
 */
export function restore(
  existing: LedgerEntry | null,
  saved: Saved,
  { reclaim }: { reclaim: boolean },
  now: number,
): Restored {
  if (!saved.open) return { kind: 'lifted' };
  if (existing !== null && (existing.attempt !== null || lastEventAt(existing) >= saved.at))
    return { kind: 'newer' };
  if (saved.owner === 'foreign') {
    if (existing !== null) return { kind: 'newer' };
    const fresh = newEntry({ id: saved.senderId, phone: saved.phone, userId: saved.userId });
    return { kind: 'restored', entry: { ...fresh, owner: 'foreign', actual: 'blocked', endedAt: saved.at } };
  }
  if (existing?.owner === 'foreign' && !reclaim) return { kind: 'foreign' };
  const entry = existing ?? newEntry({ id: saved.senderId, phone: saved.phone, userId: saved.userId });
  const lastInboundAt = Math.max(entry.lastInboundAt, saved.lastInboundAt);
  const known = new Set(entry.strikes.map(({ id }) => id));
  const strikes = [...saved.strikes.filter(({ id }) => !known.has(id)), ...entry.strikes];
  return {
    kind: 'restored',
    entry: {
      ...entry,
      phone: entry.phone ?? saved.phone,
      userId: entry.userId ?? saved.userId,
      owner: 'ours',
      desired: saved.desired,
      actual: 'unknown',
      attempt: null,
      target: saved.target,
      episode: saved.desired.kind === 'none' ? null : saved.episode,
      held: saved.held,
      refused: null,
      misnamed: [],
      strikes,
      strikesTotal: Math.max(entry.strikesTotal, saved.strikesTotal, strikes.length),
      lastInboundAt,
      deadlineAt: lastInboundAt === 0 ? 0 : deadlineAfter(lastInboundAt),
      nextAttemptAt: now,
      failures: 0,
      endedAt: Math.max(entry.endedAt, saved.endedAt),
    },
  };
}
