import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { LedgerStore } from '../store/ledger-store.ts';

const MAX_ROUNDS = 20;

/** One row and what is to become of it. `entry` null = nothing is written. */
export interface Changed<R> {
  entry: LedgerEntry | null;
  audit: object | null;
  result: R;
}

/**
 * Applies a change to each row of a page as it is now, again where somebody else wrote meanwhile. With `dryRun` nothing is written.
 * Answers a result a row; null for a row that kept changing.
 */
export async function changePage<R>(
  ledger: Pick<LedgerStore, 'load' | 'write'>,
  phoneNumberId: string,
  page: readonly LedgerEntry[],
  change: (current: LedgerEntry, now: number) => Changed<R>,
  { dryRun, now = Date.now }: { dryRun: boolean; now?: () => number },
): Promise<{ row: LedgerEntry; result: R | null }[]> {
  const done: { row: LedgerEntry; result: R | null }[] = [];
  let pending = [...page];
  for (let round = 0; pending.length > 0 && round < MAX_ROUNDS; round += 1) {
    const at = now();
    const changes = pending.map((row) => ({ row, ...change(row, at) }));
    const writes = changes.flatMap(({ row, entry, audit, result }) =>
      entry === null || dryRun
        ? []
        : [{ row, result, entry, audit: audit === null ? null : JSON.stringify(audit) }],
    );
    const wrote = new Set(writes.map(({ row }) => row));
    for (const { row, result } of changes) if (!wrote.has(row)) done.push({ row, result });
    const stored = writes.length === 0 ? [] : await ledger.write(phoneNumberId, writes, null, at);
    const isStored = (index: number): boolean => stored !== 'lease-lost' && stored[index] === true;
    writes.forEach(({ row, result }, index) => {
      if (isStored(index)) done.push({ row, result });
    });
    const moved = writes.filter((_, index) => !isStored(index)).map(({ row }) => row.senderId);
    pending = (await ledger.load(phoneNumberId, moved)).filter((entry) => entry !== null);
  }
  return [...done, ...pending.map((row) => ({ row, result: null }))];
}
