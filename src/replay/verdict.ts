import { hintsOf } from '../core/sender-hints.ts';
import { decide } from '../core/decide.ts';
import type { Action, Decision, Evaluation, RuleResult } from '../core/decision.ts';
import type { Facts } from '../core/facts.ts';
import type { Message } from '../core/message.ts';
import type { Policy } from '../core/policy.ts';
import type { TrustLevel } from '../core/trust.ts';

/** Who was spared a cooldown or block the rules asked for, and why: protected, or trusted more than the rules may act against. */
export type Spared = 'protected' | 'trusted';

/** What one ruleset makes of one message of the file. */
export interface Verdict {
  action: Action;
  /** The rules that matched, watched ones too. */
  matched: readonly RuleResult[];
  /** Ids of the enforced rules that counted, or demanded a cooldown or block. */
  causes: readonly string[];
  spared: Spared | null;
  trust: TrustLevel;
  /** The message answers one of ours, presses our button or orders: what customers do and spammers hardly. */
  deals: boolean;
}

/** `kept-out`: the sender was blocked at that time, so the message would not have arrived. */
export type Outcome = Verdict | 'kept-out';

export interface Judged {
  message: Message;
  facts: Facts;
  evaluation: Evaluation;
  decision: Decision;
}

type Offence = Extract<Action, 'cooldown' | 'block'>;

export const isOffence = (action: Action): action is Offence => action === 'cooldown' || action === 'block';

export const isOffending = (decision: Decision): decision is Decision & { action: Offence } =>
  isOffence(decision.action);

export function verdictOf(judged: Judged, policy: Policy): Verdict {
  const { message, facts, evaluation, decision } = judged;
  const { repliesToUs, button, order } = hintsOf(message, facts);
  return {
    action: decision.action,
    matched: evaluation.rules.filter((rule) => rule.matched),
    causes: isOffending(decision) ? causesOf(judged) : [],
    spared: isOffending(decision) ? null : sparedBy(judged, policy),
    trust: facts.trust,
    deals: repliesToUs || button || order,
  };
}

function causesOf({ evaluation, decision }: Judged): string[] {
  const counted = new Set(decision.lines.filter((line) => line.counted > 0).map(({ ruleId }) => ruleId));
  return evaluation.rules
    .filter(({ matched, mode, held }) => matched && mode === 'enforce' && !held)
    .filter(({ ruleId, then }) => counted.has(ruleId) || (then !== null && isOffence(then.action)))
    .map(({ ruleId }) => ruleId);
}

function sparedBy({ message, evaluation, decision }: Judged, policy: Policy): Spared | null {
  const { limitedBy, decidedAt, probation } = decision;
  if (limitedBy !== 'protected' && limitedBy !== 'trust') return null;
  const rules = evaluation.rules.map((rule) => (rule.held ? unheld(rule) : rule));
  const stranger = { ...policy, protectedSenders: new Set<string>() };
  const { action } = decide({ ...evaluation, rules }, message, stranger, decidedAt, probation?.until);
  if (!isOffence(action)) return null;
  return limitedBy === 'protected' ? 'protected' : 'trusted';
}

/** Results may keep their numbers behind a getter, so they are named one by one. */
function unheld(rule: RuleResult): RuleResult {
  const { ruleId, mode, matched, score, group, then, stop, trust, failed, reason, words } = rule;
  return {
    ruleId,
    mode,
    matched,
    score,
    group,
    then,
    stop,
    trust,
    failed,
    reason,
    words,
    held: false,
    conditions: [],
  };
}
