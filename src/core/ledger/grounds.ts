import type { Action, Decision, Evaluation, RuleResult } from '../decision.ts';
import type { Policy } from '../policy.ts';
import { onProbation, probationStrikes } from '../probation.ts';
import { scoreLines, total } from '../score-lines.ts';
import type { Grounds, GroundRule, LedgerEntry } from './entry.ts';

/** Demands that keep somebody out by themselves. */
const KEEPS_OUT: readonly Action[] = ['cooldown', 'block'];

export const groundOf = ({ ruleId, score, group, stop, then }: RuleResult): GroundRule => ({
  ruleId,
  score,
  group,
  stop,
  then: then?.action ?? null,
});

/** What an offence rests on: every rule that matched and may act, and the score from which its sender was kept out. */
export function groundsOf(
  { rulesetHash, rules }: Evaluation,
  cooldownAt: number,
  probation?: Grounds['probation'],
): Grounds {
  const acting = rules.filter(({ matched, mode, held }) => matched && mode === 'enforce' && !held);
  return {
    rulesetHash,
    cooldownAt,
    ...(probation !== undefined && { probation }),
    rules: acting.map(groundOf),
  };
}

/** The grounds of a decision about a message of that time; on probation the stricter threshold counts, and which strikes brought it. */
export function groundsFor(
  evaluation: Evaluation,
  { probation }: Decision,
  { entry, sentAt, policy }: { entry: LedgerEntry | null; sentAt: number; policy: Policy },
): Grounds {
  if (probation === null) return groundsOf(evaluation, policy.cooldownAt);
  const strikes = probationStrikes(entry, sentAt).map(({ id }) => id);
  return groundsOf(evaluation, onProbation(policy).cooldownAt, { strikes, usualAt: policy.cooldownAt });
}

/** Whether these rules, had they alone matched, bring at least a cooldown. Counts as `decide` does. */
export function isEarned(rules: readonly GroundRule[], cooldownAt: number): boolean {
  if (rules.some(({ then }) => then !== null && KEEPS_OUT.includes(then))) return true;
  if (rules.some(({ then }) => then === 'allow')) return false;
  const scored = rules.map((rule) => ({ ...rule, mode: 'enforce' as const, held: false }));
  return total(scoreLines(scored)) >= cooldownAt;
}
