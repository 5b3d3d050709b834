import type { LedgerEntry } from '../core/ledger/entry.ts';
import { isWanted, nextAction } from '../core/ledger/next-action.ts';

/** What one pass over a number has before it. */
export interface Work {
  block: LedgerEntry[];
  lift: LedgerEntry[];
  verify: LedgerEntry[];
  /** Episodes to close without a call, and entries that belong elsewhere in the index. */
  other: LedgerEntry[];
}

/**
 * Blocks nearest their deadline first; lifts longest overdue first. A block whose waiting time is over is first put back among the
 * blocks, so that many of them never stand before a lift.
 */
export function sortByAction(
  { timed, blocks }: { timed: readonly LedgerEntry[]; blocks: readonly LedgerEntry[] },
  now: number,
  mode: 'monitor' | 'enforce',
): Work {
  const work: Work = { block: [], lift: [], verify: [], other: [] };
  for (const entry of timed) {
    const { kind, at } = nextAction(entry, now);
    if (at <= now && (kind === 'lift' || kind === 'verify')) work[kind].push(entry);
    else work.other.push(entry);
  }
  for (const entry of blocks) {
    const { kind, at } = nextAction(entry, now);
    if (kind === 'block' && at <= now && mode === 'enforce') work.block.push(entry);
    else work.other.push(entry);
  }
  work.block.sort((a, b) => a.deadlineAt - b.deadlineAt);
  return work;
}

export const nearestDeadline = ({ block }: Pick<Work, 'block'>): number => block[0]?.deadlineAt ?? Infinity;

/** As `nearestDeadline`, with those who may have to be blocked again once the list was read. */
export const nearestInDoubt = ({ block, verify }: Work, now: number): number =>
  verify.reduce(
    (nearest, entry) =>
      isWanted(entry, now) && entry.deadlineAt > now ? Math.min(nearest, entry.deadlineAt) : nearest,
    nearestDeadline({ block }),
  );
