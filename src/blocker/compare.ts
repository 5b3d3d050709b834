import type { ListClass } from '../core/ledger/classify.ts';
import { classify, noCounts } from '../core/ledger/classify.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { BlockedUser } from '../whatsapp/wire.ts';
import { pagesOf } from './pages.ts';
import type { BlockerDeps } from './ports.ts';
import type { ListResult } from './verify.ts';

/** A number's open rows against Meta's list. */
export interface Comparison {
  counts: Record<ListClass, number>;
  /** Rows by class, without those that agree. */
  rows: Map<ListClass, LedgerEntry[]>;
  /** Rows of the list that no open row explains. */
  unexplained: BlockedUser[];
  /** Open rows seen. */
  open: number;
}

/** Classifies every open row. The index may give a row twice while it changes; it counts once. */
export async function compare(
  phoneNumberId: string,
  { list, items }: ListResult & { kind: 'listed' },
  deps: Pick<BlockerDeps, 'ledger' | 'listings' | 'now'>,
): Promise<Comparison> {
  const counts = noCounts();
  const rows = new Map<ListClass, LedgerEntry[]>();
  const seen = new Set<string>();
  const known = new Set<string>();
  for await (const page of withStrays(phoneNumberId, deps)) {
    const now = deps.now();
    for (const entry of page) {
      if (seen.has(entry.senderId)) continue;
      seen.add(entry.senderId);
      const { phone, userId, target } = entry;
      const called = target === null ? null : 'user' in target ? target.user.slice(1) : target.user_id;
      for (const name of [phone, userId, called]) if (name !== null) known.add(name);
      const listed = list.has(entry);
      // Some of the list could not be read: nothing is concluded from absence.
      const kind = listed || list.whole ? classify(entry, listed, now) : 'agreed';
      counts[kind] += 1;
      if (kind === 'agreed') continue;
      const others = rows.get(kind);
      if (others === undefined) rows.set(kind, [entry]);
      else others.push(entry);
    }
  }
  const unexplained = items.filter(({ waId, userId }) => !known.has(waId ?? '') && !known.has(userId ?? ''));
  return { counts, rows, unexplained, open: seen.size };
}

/** The open rows, and the closed ones which a lost call may bring back: by any of their names the list may show them. */
async function* withStrays(
  phoneNumberId: string,
  { ledger, listings, now }: Pick<BlockerDeps, 'ledger' | 'listings' | 'now'>,
): AsyncGenerator<LedgerEntry[]> {
  yield* ledger.open(phoneNumberId);
  const strays = await listings.strays(phoneNumberId, now());
  for (const page of pagesOf(strays)) {
    const rows = await ledger.load(phoneNumberId, page);
    yield rows.filter((row) => row !== null);
  }
}
