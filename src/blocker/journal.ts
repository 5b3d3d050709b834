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
