import type { Action, Decision, Evaluation, RuleResult, ScoreLine } from './decision.ts';
import { ACTIONS } from './decision.ts';
import type { Message } from './message.ts';
import type { Policy } from './policy.ts';
import { onProbation } from './probation.ts';
import { scoreLines, total } from './score-lines.ts';

const severity = (action: Action): number => ACTIONS.indexOf(action);
const harsher = (a: Action, b: Action): Action => (severity(a) >= severity(b) ? a : b);

/**
 * Turns the rules' answers into one decision. The score lines add up to the score; rules and limits that held back are named.
 * `probationUntil` (ms): the sender is on probation, so the policy's stricter thresholds hold; nobody protected ever is.
 */
export function decide(
  evaluation: Evaluation,
  message: Message,
  ordinary: Policy,
  now: number,
  probationUntil: number | null = null,
): Decision {
  const matched = evaluation.rules.filter((rule) => rule.matched);
  const enforced = matched.filter((rule) => rule.mode === 'enforce' && !rule.held);
  const isStrict =
    probationUntil !== null && ordinary.probation !== undefined && !isProtected(message, ordinary);
  const policy = isStrict ? onProbation(ordinary) : ordinary;
  const verdict = verdictOf(matched, message, policy);
  const { action, lines, score, demanded, excused, byScore } = verdict;
  let { limitedBy } = verdict;
  if (matched.some(({ held }) => held)) {
    const unheld = matched.map((rule) => (rule.held ? { ...rule, held: false } : rule));
    // Nothing else made it milder, so trust did.
    if (severity(verdictOf(unheld, message, policy).action) > severity(action)) limitedBy ??= 'trust';
  }
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
    limitedBy,
    probation: isStrict
      ? { until: probationUntil, instead: verdictOf(matched, message, ordinary).action }
      : null,
    ...lengthOf(action, demanded, excused ? 'allow' : byScore),
    rulesetHash: evaluation.rulesetHash,
    decidedAt: now,
  };
}

interface Verdict {
  action: Action;
  limitedBy: Decision['limitedBy'];
  lines: ScoreLine[];
  score: number;
  /** The rules that demand something beside their score. */
  demanded: RuleResult[];
  excused: boolean;
  byScore: Action;
}

function verdictOf(matched: readonly RuleResult[], message: Message, policy: Policy): Verdict {
  const lines = scoreLines(matched);
  const score = total(lines);
  const demanded = matched.filter(({ mode, held, then }) => mode === 'enforce' && !held && then !== null);
  const named = demanded.reduce<Action>(
    (action, { then }) => harsher(action, then?.action ?? 'allow'),
    'allow',
  );
  const excused = demanded.some(({ then }) => then?.action === 'allow');
  const byScore = actionForScore(score, policy);
  const limit = limitOf({ named, byScore, excused }, message, policy);
  const action = limit?.action ?? harsher(named, byScore);
  return { action, limitedBy: limit?.by ?? null, lines, score, demanded, excused, byScore };
}

export function actionForScore(score: number, policy: Policy): Action {
  if (score >= policy.blockAt) return 'block';
  if (score >= policy.cooldownAt) return 'cooldown';
  if (policy.warn !== undefined && score >= policy.warn.at) return 'warn';
  return score >= policy.flagAt ? 'flag' : 'allow';
}

/** `allow` ends what the score wants, not what another rule demands by name: that is as explicit. Protected people come first, groups last. */
function limitOf(
  { named, byScore, excused }: { named: Action; byScore: Action; excused: boolean },
  message: Message,
  policy: Policy,
): { action: Action; by: NonNullable<Decision['limitedBy']> } | null {
  const wanted = harsher(named, byScore);
  if (wanted === 'allow') return null;
  if (isProtected(message, policy)) return { action: 'allow', by: 'protected' };
  const left = excused ? named : wanted;
  if (message.groupId !== null && severity(left) > severity('flag'))
    return { action: 'flag', by: 'group-message' };
  return left === wanted ? null : { action: left, by: 'allow-rule' };
}

const isProtected = ({ sender: { phone, userId } }: Message, { protectedSenders }: Policy): boolean =>
  [phone, userId].some((id) => id !== null && protectedSenders.has(id));

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
