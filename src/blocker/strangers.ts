import type { NoteLine } from '../core/audit.ts';
import type { ListClass } from '../core/ledger/classify.ts';
import { classify } from '../core/ledger/classify.ts';
import { foreign, stray } from '../core/ledger/enforcement.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { newEntry } from '../core/ledger/entry.ts';
import type { BlockedUser } from '../whatsapp/wire.ts';
import { applyChanges } from './apply.ts';
import type { BlockerDeps } from './ports.ts';
import type { Listed } from './listed.ts';
import { pagesOf } from './pages.ts';

/** Somebody listed whom no open row explains: their closed row, or a new one. */
export interface Stranger {
  entry: LedgerEntry;
  kind: ListClass;
}

/** What a sender's closed row, if there is one, says of their place on the list. */
export async function classifyStrangers(
  phoneNumberId: string,
  users: readonly BlockedUser[],
  deps: Pick<BlockerDeps, 'ledger' | 'now'>,
): Promise<Stranger[]> {
  const strangers: Stranger[] = [];
  for (const page of pagesOf(users)) {
    const fresh = page.flatMap(({ waId, userId }) => {
      const id = userId ?? waId;
      return id === null ? [] : [newEntry({ id, phone: waId, userId })];
    });
    const stored = await deps.ledger.load(
      phoneNumberId,
      fresh.map(({ senderId }) => senderId),
    );
    fresh.forEach((entry, index) => {
      const row = stored[index] ?? entry;
      strangers.push({ entry: row, kind: classify(row, true, deps.now()) });
    });
  }
  return strangers;
}

/** A sender we only keep strikes of becomes foreign too, unless a lost call of ours explains the row; one whose block is ours by now is left alone. */
export async function recordStrangers(
  { phoneNumberId, lease }: Listed,
  strangers: readonly Stranger[],
  deps: BlockerDeps,
): Promise<void> {
  for (const page of pagesOf(strangers)) {
    await applyChanges(
      phoneNumberId,
      page.map(({ entry }) => ({
        entry,
        change: (current) => {
          const now = deps.now();
          const kind = classify(current, true, now);
          if (kind !== 'foreign' && kind !== 'stray') return null;
          const audit: NoteLine = { kind, at: now, senderId: current.senderId };
          return { entry: stray(current, now) ?? foreign(current), audit: JSON.stringify(audit) };
        },
      })),
      lease,
      deps,
    );
  }
}
