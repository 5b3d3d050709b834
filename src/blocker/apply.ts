import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { BlockerDeps } from './ports.ts';

/** Thrown when another process holds the number's lease now: whatever we were about to write is no longer ours to say. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError' as const;
}

/** A change to one entry; null = nothing to change any more. */
export interface Change {
  entry: LedgerEntry;
  change: (current: LedgerEntry) => { entry: LedgerEntry; audit: string | null } | null;
}

const MAX_ROUNDS = 20;

/**
 * Applies each change to the entry as it is now, reading it again when moderation wrote meanwhile. Returns the entries stored,
 * with their new revision. Throws LeaseLostError.
 */
export async function applyChanges(
  phoneNumberId: string,
  changes: readonly Change[],
  lease: string,
  deps: Pick<BlockerDeps, 'ledger' | 'listings' | 'now'>,
): Promise<LedgerEntry[]> {
  const stored: LedgerEntry[] = [];
  let pending = [...changes];
  for (let round = 0; pending.length > 0 && round < MAX_ROUNDS; round += 1) {
    const writes = pending.flatMap(({ entry, change }) => {
      const changed = change(entry);
      return changed === null ? [] : [{ change, entry, write: changed }];
    });
    if (writes.length === 0) break;
    const answer = await deps.ledger.write(
      phoneNumberId,
      writes.map(({ write }) => write),
      lease,
      deps.now(),
    );
    if (answer === 'lease-lost') throw new LeaseLostError(`The lease of a number went to another process.`);
    const moved = writes.filter((_, index) => answer[index] !== true);
    writes.forEach(({ write }, index) => {
      if (answer[index] === true) stored.push({ ...write.entry, revision: write.entry.revision + 1 });
    });
    const fresh = await deps.ledger.load(
      phoneNumberId,
      moved.map(({ entry }) => entry.senderId),
    );
    pending = moved.flatMap(({ change }, index) => {
      const entry = fresh[index];
      return entry === null || entry === undefined ? [] : [{ entry, change }];
    });
  }
  const now = deps.now();
  const strays = stored.filter(({ strayUntil }) => strayUntil > now);
  await deps.listings.noteStrays(
    phoneNumberId,
    strays.map(({ senderId, strayUntil }) => ({ senderId, until: strayUntil })),
    now,
  );
  return stored;
}
