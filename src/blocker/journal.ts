import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { BlockerDeps, JournalLine } from './ports.ts';

/** A disk that is full must keep nobody blocked: a failure is reported, and the ledger, which is the truth, is settled all the same. */
export async function keepJournal(
  lines: readonly JournalLine[],
  { journal, events }: Pick<BlockerDeps, 'journal' | 'events'>,
): Promise<void> {
  try {
    await journal(lines);
  } catch (error) {
    events.journalFailed(error);
  }
}

/**
 * What the journal is to know of a confirmed block whose end was moved by hand: it is told as of the moment Meta confirmed it, so the later
 * of both lines counts, and a ledger that still has the row takes neither for news. null = nothing stands at Meta yet.
 */
export function movedEnd(phoneNumberId: string, entry: LedgerEntry): JournalLine | null {
  const { actual, owner, target, desired, episode, senderId } = entry;
  const at = episode?.settledAt ?? null;
  if (actual !== 'blocked' || owner !== 'ours' || target === null || at === null) return null;
  const until = desired.kind === 'until' ? desired.at : null;
  return { at, phoneNumberId, op: 'block', senderId, target, until, rules: episode?.rules ?? [] };
}
