import type { Evaluation } from '../decision.ts';
import type { Policy } from '../policy.ts';
import { onProbation } from '../probation.ts';
import { isHeldBack } from '../trust.ts';
import type { LedgerEntry } from './entry.ts';
import { groundOf, isEarned } from './grounds.ts';
import { isByHand } from './operator.ts';
import { withoutStrike } from './strikes.ts';

/**
 * True for a block that waits (armed, held, due) and which the rules and the policy that judge the sender's new message would not make:
 * the sender is protected by now, or the rules that matched then are gone, switched off, only watched, worth less, or may not act against
 * customers such as this one. What they looked at is not kept, so whether a changed condition would still match cannot be asked.
 */
export function isOutdated(entry: LedgerEntry, evaluation: Evaluation, policy: Policy): boolean {
  const { owner, actual, attempt, desired, episode } = entry;
  if (owner !== 'ours' || actual !== 'absent' || attempt !== null || desired.kind === 'none') return false;
  if (episode === null || isByHand(episode) || episode.rules.length === 0) return false;
  if (isNamedIn(policy.protectedSenders, entry)) return true;
  if (episode.rulesetHash === evaluation.rulesetHash) return false;
  const isCustomer = isNamedIn(policy.customers, entry);
  const still = evaluation.rules.filter(
    (rule) =>
      rule.mode === 'enforce' &&
      episode.rules.includes(rule.ruleId) &&
      !(isCustomer && isHeldBack(rule, 'customer')),
  );
  const { cooldownAt } = episode.grounds?.probation !== undefined ? onProbation(policy) : policy;
  return !isEarned(still.map(groundOf), cooldownAt);
}

const isNamedIn = (people: ReadonlySet<string>, { phone, userId }: LedgerEntry): boolean =>
  [phone, userId].some((id) => id !== null && people.has(id));

/** Drops a block that never stood at Meta, with its strike. Later offences start afresh. */
export const withdraw = (entry: LedgerEntry): LedgerEntry => ({
  ...withoutStrike(entry),
  desired: { kind: 'none' },
  episode: null,
  held: null,
  refused: null,
  target: null,
  misnamed: [],
  failures: 0,
});
