import type { LedgerEntry } from './entry.ts';

/** The row without the strikes of these ids, the open episode's own unless others are named; they count nowhere any more. */
export function withoutStrike(entry: LedgerEntry, ids = [entry.episode?.id]): LedgerEntry {
  const strikes = entry.strikes.filter(({ id }) => !ids.includes(id));
  return { ...entry, strikes, strikesTotal: entry.strikesTotal - (entry.strikes.length - strikes.length) };
}
