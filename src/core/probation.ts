import type { LedgerEntry, Strike } from './ledger/entry.ts';
import type { Policy } from './policy.ts';

/** When the probation a strike brought is over, ms; null = it brought none, or its block has not run its course. */
export const probationEnd = ({ probation }: Strike): number | null =>
  probation === undefined || probation.from === null ? null : probation.from + probation.forMs;

/** The strikes whose probation holds at this time. For a message its own time is asked, however late it came. */
export const probationStrikes = (entry: LedgerEntry | null, at: number): Strike[] =>
  (entry?.strikes ?? []).filter(
    (strike) => at > (strike.probation?.from ?? Infinity) && at < (probationEnd(strike) ?? 0),
  );

/** Until when the sender is on probation at this time, ms; null = not. */
export function probationUntil(entry: LedgerEntry | null, at: number): number | null {
  const ends = probationStrikes(entry, at).map((strike) => probationEnd(strike) ?? 0);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The policy with the thresholds of probation; itself where it has none. */
export function onProbation(policy: Policy): Policy {
  if (policy.probation === undefined) return policy;
  const { flagAt, cooldownAt, blockAt } = policy.probation;
  return { ...policy, flagAt, cooldownAt, blockAt };
}

/** In words: the thresholds that are stricter. */
export function stricterThresholds(policy: Policy): string {
  const strict = onProbation(policy);
  return (
    [
      ['flag', strict.flagAt, policy.flagAt],
      ['cooldown', strict.cooldownAt, policy.cooldownAt],
      ['block', strict.blockAt, policy.blockAt],
    ] as const
  )
    .flatMap(([name, now, before]) => (now === before ? [] : [`${name} at ${now} instead of ${before}`]))
    .join(', ');
}
