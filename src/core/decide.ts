import type { Action, Decision, Evaluation, RuleResult, ScoreLine } from './decision.ts';
import { ACTIONS } from './decision.ts';
import type { Message } from './message.ts';
import type { Policy } from './policy.ts';

const severity = (action: Action): number => ACTIONS.indexOf(action);
const harsher = (a: Action, b: Action): Action => (severity(a) >= severity(b) ? a : b);

/** Turns the rules' answers into one decision. The score lines add up to the score; rules and limits that held back are named. */
export function decide(evaluation: Evaluation, message: Message, policy: Policy, now: number): Decision {
  const matched = evaluation.rules.filter((rule) => rule.matched);
  const enforced = matched.filter((rule) => rule.mode === 'enforce');
  const lines = sum(matched);
  const score = lines.reduce((total, line) => total + line.counted, 0);
  const demanded = enforced.filter((rule) => rule.then !== null);
  const named = demanded.reduce<Action>(
    (action, rule) => harsher(action, rule.then?.action ?? 'allow'),
    'allow',
  );
  const excused = demanded.some((rule) => rule.then?.action === 'allow');
  const byScore = actionForScore(score, policy);
  const limit = limitOf({ named, byScore, excused }, message, policy);
  const action = limit?.action ?? harsher(named, byScore);
  return {
    messageId: message.id,
    senderId: message.sender.id,
    action,
    score,
    lines,
    reasons: enforced.map(({ ruleId, reason }) => ({ ruleId, text: reason })),
    monitored: matched
      .filter((rule) => rule.mode === 'monitor')
      .map(({ ruleId, reason }) => ({ ruleId, text: reason })),
    limitedBy: limit?.by ?? null,
    ...lengthOf(action, demanded, excused ? 'allow' : byScore),
    rulesetHash: evaluation.rulesetHash,
    decidedAt: now,
  };
}

export function actionForScore(score: number, policy: Policy): Action {
  if (score >= policy.blockAt) return 'block';
  if (score >= policy.cooldownAt) return 'cooldown';
  return score >= policy.flagAt ? 'flag' : 'allow';
}

/** In one group only the highest score counts; after a `stop` later rules do not; a monitor rule never does. */
function sum(matched: readonly RuleResult[]): ScoreLine[] {
  const best = new Map<string, RuleResult>();
  let stopped = false;
  const open: { rule: RuleResult; note: ScoreLine['note'] }[] = matched.map((rule) => {
    const note = rule.mode === 'monitor' ? 'monitor' : stopped ? 'stopped' : null;
    if (note === null) {
      if (rule.stop) stopped = true;
      const rival = rule.group === null ? undefined : best.get(rule.group);
      if (rule.group !== null && (rival === undefined || rule.score > rival.score))
        best.set(rule.group, rule);
    }
    return { rule, note };
  });
  return open
    .filter(({ rule }) => rule.score !== 0)
    .map(({ rule, note }) => {
      const weaker = note === null && rule.group !== null && best.get(rule.group) !== rule;
      return {
        ruleId: rule.ruleId,
        score: rule.score,
        counted: note !== null || weaker ? 0 : rule.score,
        note: weaker ? 'group' : note,
      };
    });
}

/** `allow` ends what the score wants, not what another rule demands by name: that is as explicit. Protected people come first, groups last. */
function limitOf(
  { named, byScore, excused }: { named: Action; byScore: Action; excused: boolean },
  message: Message,
  policy: Policy,
): { action: Action; by: NonNullable<Decision['limitedBy']> } | null {
  const wanted = harsher(named, byScore);
  if (wanted === 'allow') return null;
  const { phone, userId } = message.sender;
  const isProtected = [phone, userId].some((id) => id !== null && policy.protectedSenders.has(id));
  if (isProtected) return { action: 'allow', by: 'protected' };
  const left = excused ? named : wanted;
  if (message.groupId !== null && severity(left) > severity('flag'))
    return { action: 'flag', by: 'group-message' };
  return left === wanted ? null : { action: left, by: 'allow-rule' };
}

/** A named length is the least a cooldown lasts; alone it is the whole of it, so that `cooldown 5m` means five minutes each time. */
function lengthOf(
  action: Action,
  demanded: readonly RuleResult[],
  byScore: Action,
): Pick<Decision, 'cooldownMs' | 'onLadder'> {
  if (action !== 'cooldown') return { cooldownMs: null, onLadder: false };
  const cooldowns = demanded.flatMap(({ then }) => (then?.action === 'cooldown' ? [then.cooldownMs] : []));
  const named = cooldowns.filter((length) => length !== null);
  return {
    cooldownMs: named.length === 0 ? null : Math.max(...named),
    onLadder: byScore === 'cooldown' || cooldowns.includes(null),
  };
}
