import { areTooManyMissing, shouldBeListed } from '../core/ledger/classify.ts';
import { expireAttempt, stillUnknown, verified } from '../core/ledger/enforcement.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { isWanted, statusOf } from '../core/ledger/next-action.ts';
import type { Listing } from '../whatsapp/list-all.ts';
import { listAll } from '../whatsapp/list-all.ts';
import { applyChanges, LeaseLostError } from './apply.ts';
import { backoffMs } from './backoff.ts';
import { keepJournal } from './journal.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOfRequest } from './outcome.ts';
import type { BlockerDeps, JournalLine } from './ports.ts';

/** Users of a blocklist under every name they may be looked up by. */
export interface Blocklist {
  has: (entry: LedgerEntry) => boolean;
  /** False when some rows could not be read: then absence proves nothing. */
  whole: boolean;
}

export type ListResult =
  | {
      kind: 'listed';
      list: Blocklist;
      items: (Listing & { kind: 'complete' })['items'];
      unreadable: number;
    }
  | { kind: 'failed'; outcome: Outcome; code: number | null };

/** Reads the number's whole list while keeping the lease. */
export async function readList(
  phoneNumberId: string,
  lease: string,
  leaseMs: number,
  deps: BlockerDeps,
): Promise<ListResult> {
  let pages = 0;
  const kept = {
    list: async (pnid: string, page: { limit: number; after: string | null }) => {
      if (!(await deps.numbers.renewLease(pnid, lease, leaseMs)))
        throw new LeaseLostError('The lease of a number went to another process.');
      pages += 1;
      return deps.api.list(pnid, page);
    },
  };
  const listing = await listAll(kept, phoneNumberId);
  if (listing.kind !== 'complete') {
    const outcome = listing.kind === 'aborted' ? null : outcomeOfRequest(listing, 'list');
    const code = listing.kind === 'refused' ? listing.error.code : null;
    if (outcome !== null) deps.events.called('list', outcome.reason, 0);
    return {
      kind: 'failed',
      outcome: outcome ?? { class: 'retry', reason: 'no-answer', certain: true, waitMs: 0, alarm: false },
      code,
    };
  }
  deps.events.called('list', 'ok', listing.items.length);
  await deps.listings.noteRead(phoneNumberId, { at: deps.now(), pages });
  const { items, unreadable } = listing;
  return { kind: 'listed', list: blocklist(items, unreadable === 0), items, unreadable };
}

export function blocklist(
  items: readonly { waId: string | null; userId: string | null }[],
  whole: boolean,
): Blocklist {
  const names = new Set(items.flatMap(({ waId, userId }) => [waId, userId]).filter((name) => name !== null));
  return {
    whole,
    has: ({ phone, userId, target }) => {
      const called =
        target === null ? null : 'user' in target ? target.user.replace(/^\+/, '') : target.user_id;
      return [phone, userId, called].some((name) => name !== null && names.has(name));
    },
  };
}

/** Settles every doubt in `entries` by the list, which was read after the doubts arose. Returns those it says nothing about. */
export async function settleDoubts(
  phoneNumberId: string,
  entries: readonly LedgerEntry[],
  list: Blocklist,
  lease: string,
  deps: BlockerDeps,
): Promise<LedgerEntry[]> {
  const now = deps.now();
  const gone = entries.filter((entry) => list.whole && !list.has(entry) && wasConfirmed(entry, now));
  const keep = areTooManyMissing(gone.length, await deps.numbers.openCount(phoneNumberId));
  if (gone.length > 0) deps.events.missing(phoneNumberId, gone.length, keep ? 'kept' : 'let-go');
  const left = new Set(keep ? gone : []);
  const certain = entries.filter((entry) => (list.whole || list.has(entry)) && !left.has(entry));
  const lines = certain.flatMap((entry): JournalLine[] => {
    const { target, senderId, desired } = entry;
    if (target === null) return [];
    const line = { at: now, phoneNumberId, senderId, target };
    if (!list.has(entry))
      return isWanted(entry, now) && !wasConfirmed(entry, now) ? [] : [{ ...line, op: 'lift' }];
    return [
      {
        ...line,
        op: 'block',
        until: desired.kind === 'until' ? desired.at : desired.kind === 'none' ? now : null,
        rules: entry.episode?.rules ?? [],
      },
    ];
  });
  await keepJournal(lines, deps);
  const stored = await applyChanges(
    phoneNumberId,
    certain.map((entry) => ({
      entry,
      change: (current) => {
        const at = deps.now();
        const doubtful = expireAttempt(current, at);
        const present = list.has(current);
        const settled = verified(doubtful, present, at);
        if (settled === current) return null;
        return {
          entry: settled,
          audit: JSON.stringify({ kind: 'verified', at, senderId: current.senderId, present }),
        };
      },
    })),
    lease,
    deps,
  );
  const lapsed = stored.filter((entry) => statusOf(entry, now) === 'armed').length;
  if (lapsed > 0) deps.events.lapsed(phoneNumberId, lapsed);
  return entries.filter((entry) => !certain.includes(entry));
}

const wasConfirmed = (entry: LedgerEntry, now: number): boolean =>
  shouldBeListed(expireAttempt(entry, now), now);

/** The list could not be read whole: asks for each of these again later, so that they stand in nobody's way. */
export async function stayInDoubt(
  phoneNumberId: string,
  entries: readonly LedgerEntry[],
  lease: string,
  deps: BlockerDeps,
): Promise<void> {
  const dice = deps.random();
  const change = (current: LedgerEntry): { entry: LedgerEntry; audit: null } => {
    const at = deps.now();
    const later = at + backoffMs(current.failures + 1, dice);
    return { entry: stillUnknown(expireAttempt(current, at), later), audit: null };
  };
  await applyChanges(
    phoneNumberId,
    entries.map((entry) => ({ entry, change })),
    lease,
    deps,
  );
}
