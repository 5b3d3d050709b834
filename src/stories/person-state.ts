import type { LedgerEntry } from '../core/ledger/entry.ts';
import { activeStrikes } from '../core/ledger/entry.ts';
import type { LedgerStatus } from '../core/ledger/next-action.ts';
import { statusOf } from '../core/ledger/next-action.ts';
import type { TimelineEvent } from '../timeline/timeline.ts';

/** The last time somebody was to be kept out, or is. */
export interface Stay {
  since: number;
  /** When it is to be over or was; null = for good. */
  until: number | null;
}

/** One person at one moment, as stories speak of them. */
export interface Standing {
  status: LedgerStatus;
  /** Kept out now, or about to be; null = not. */
  stay: Stay | null;
  /** The last block that was lifted; null = there was none. */
  lifted: Stay | null;
  active: number;
  total: number;
}

/** Held and armed people can write. */
const KEPT_OUT: readonly LedgerStatus[] = ['due', 'blocking', 'blocked', 'lift due', 'lifting', 'unknown'];

export function standingOf(
  entry: LedgerEntry | null,
  events: readonly TimelineEvent[],
  senderId: string,
  now: number,
): Standing {
  const last = events.findLast((event) => event.kind === 'lifted' && event.senderId === senderId);
  const lifted = last === undefined ? null : { since: last.since, until: last.at };
  if (entry === null) return { status: 'none', stay: null, lifted, active: 0, total: 0 };
  const status = statusOf(entry, now);
  const { desired, episode } = entry;
  const stay = KEPT_OUT.includes(status)
    ? { since: episode?.startedAt ?? now, until: desired.kind === 'until' ? desired.at : null }
    : null;
  return { status, stay, lifted, active: activeStrikes(entry, now).length, total: entry.strikesTotal };
}
