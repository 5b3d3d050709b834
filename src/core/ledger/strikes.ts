import { probationEnd } from '../probation.ts';
import type { LedgerEntry, Strike } from './entry.ts';

/** The row without the strikes of these ids, the open episode's own unless others are named; they count nowhere any more. */
export function withoutStrike(entry: LedgerEntry, ids = [entry.episode?.id]): LedgerEntry {
  const strikes = entry.strikes.filter(({ id }) => !ids.includes(id));
  return { ...entry, strikes, strikesTotal: entry.strikesTotal - (entry.strikes.length - strikes.length) };
}

/** When a strike means nothing any more: it has expired, and the probation it brought is over. */
export const strikeOverAt = (strike: Strike): number => Math.max(strike.expiresAt, probationEnd(strike) ?? 0);

/** The open episode has run its course: the probation its strike brings begins. */
export const beginProbation = (entry: LedgerEntry, now: number): LedgerEntry => ({
  ...entry,
  strikes: entry.strikes.map((strike) =>
    strike.id === entry.episode?.id && strike.probation !== undefined
      ? { ...strike, probation: { ...strike.probation, from: now } }
      : strike,
  ),
});
