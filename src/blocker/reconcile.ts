import { foreign, foreignGone, stray } from '../core/ledger/enforcement.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { newEntry } from '../core/ledger/entry.ts';
import { applyChanges } from './apply.ts';
import { underLease } from './lease.ts';
import type { BlockerDeps } from './ports.ts';
import { takeBack } from './take-back.ts';
import type { ListResult } from './verify.ts';
import { blocklist, readList } from './verify.ts';

const PAGE = 500;

/** Compares Meta's list with the ledger and keeps account of foreign rows, so that no later lift touches them. */
export function reconcileNumber(
  phoneNumberId: string,
  deps: BlockerDeps,
): Promise<'done' | 'failed' | 'busy' | 'lease-lost'> {
  return underLease(phoneNumberId, deps, async (lease, leaseMs) => {
    const result = await readList(phoneNumberId, lease, leaseMs, deps);
    if (result.kind === 'failed') return 'failed';
    const known = await accountedFor(phoneNumberId, result, lease, deps);
    const unknown = result.items.filter(
      ({ waId, userId }) => !known.has(waId ?? '') && !known.has(userId ?? ''),
    );
    const strangers =
      unknown.length === 0 ? [] : await takeBack(phoneNumberId, unknown, lease, leaseMs, deps);
    for (let from = 0; from < strangers.length; from += PAGE) {
      const page = strangers.slice(from, from + PAGE).flatMap(({ waId, userId }) => {
        const id = userId ?? waId;
        return id === null ? [] : [newEntry({ id, phone: waId, userId })];
      });
      await recordForeign(phoneNumberId, page, lease, deps);
    }
    return 'done';
  });
}

/** Names on the list that the ledger can explain; foreign rows no longer listed are let go on the way. */
async function accountedFor(
  phoneNumberId: string,
  result: ListResult & { kind: 'listed' },
  lease: string,
  deps: BlockerDeps,
): Promise<Set<string>> {
  const known = new Set<string>();
  const list = blocklist(result.items, result.list.whole);
  for await (const page of deps.ledger.open(phoneNumberId)) {
    const gone = page.filter((entry) => entry.owner === 'foreign' && list.whole && !list.has(entry));
    await applyChanges(
      phoneNumberId,
      gone.map((entry) => ({
        entry,
        change: (current) => ({ entry: foreignGone(current, deps.now()), audit: null }),
      })),
      lease,
      deps,
    );
    for (const { phone, userId, target } of page) {
      const called = target === null ? null : 'user' in target ? target.user.slice(1) : target.user_id;
      for (const name of [phone, userId, called]) if (name !== null) known.add(name);
    }
  }
  return known;
}

/** A sender we only keep strikes of becomes foreign too, unless a lost call of ours explains the row; one whose block is ours by now is left alone. */
async function recordForeign(
  phoneNumberId: string,
  page: readonly LedgerEntry[],
  lease: string,
  deps: BlockerDeps,
): Promise<void> {
  const stored = await deps.ledger.load(
    phoneNumberId,
    page.map(({ senderId }) => senderId),
  );
  await applyChanges(
    phoneNumberId,
    page.map((fresh, index) => ({
      entry: stored[index] ?? fresh,
      change: (current) => {
        const idle =
          current.owner === 'ours' && current.desired.kind === 'none' && current.actual === 'absent';
        if (!idle) return null;
        const now = deps.now();
        const ours = stray(current, now);
        const audit = { kind: ours === null ? 'foreign' : 'stray', at: now, senderId: current.senderId };
        return { entry: ours ?? foreign(current), audit: JSON.stringify(audit) };
      },
    })),
    lease,
    deps,
  );
}
