import type { DecisionLine, Evidence, LateLine } from './audit.ts';
import { hintsOf } from './sender-hints.ts';
import type { Decision, Evaluation } from './decision.ts';
import { NO_PLAN } from './facts.ts';
import type { Message } from './message.ts';
import type { AuditPolicy } from './policy.ts';
import type { Allow, Observed } from './state/exchange.ts';
import { factsOf } from './state/facts.ts';
import { clip } from './text/clip.ts';
import type { Warned } from './warning.ts';

/** A message may be 64 KB long; its beginning tells what it was. */
const TEXT_KEPT = 1_000;

/** Nothing matched that changed or would have changed anything. */
const isPlainAllow = ({ action, limitedBy, monitored }: Decision): boolean =>
  action === 'allow' && limitedBy === null && monitored.length === 0;

/** What is kept of a plain allow; nothing of any other decision. */
export const allowOf = (decision: Decision, key: string): Allow[] =>
  isPlainAllow(decision)
    ? [{ key, senderId: decision.senderId, at: decision.decidedAt, score: decision.score }]
    : [];

const about = (message: Message): Omit<LateLine, 'kind'> => ({
  messageId: message.id,
  senderId: message.sender.id,
  sentAt: message.sentAt,
  type: message.type,
});

export const lateLine = (message: Message): LateLine => ({ kind: 'late', ...about(message) });

interface Decided {
  message: Message;
  key: string;
  decision: Decision;
  effect: DecisionLine['effect'];
  evaluation: Evaluation | null;
  campaign?: number | undefined;
  warned?: Warned;
}

/** Everything but plain allows is kept, with what it takes to explain it later, as far as the policy allows; null for a plain allow. */
export function decisionLine(
  { message, key, decision, effect, evaluation, campaign, warned }: Decided,
  observed: Observed,
  evidence: AuditPolicy['evidence'],
  mode: DecisionLine['mode'],
): DecisionLine | null {
  if (isPlainAllow(decision)) return null;
  const { action, score, lines, reasons, monitored, limitedBy, probation, rulesetHash, decidedAt } = decision;
  const known = observed.senders.get(message.sender.id);
  const history = known === undefined ? null : factsOf(known.state, key, NO_PLAN);
  return {
    kind: 'decision',
    at: decidedAt,
    receivedAt: message.receivedAt,
    ...about(message),
    mode,
    action,
    effect,
    ...(warned === undefined ? {} : { warning: warned }),
    score,
    lines,
    reasons: evidenceOf(reasons, evaluation, evidence),
    monitored: evidenceOf(monitored, evaluation, evidence),
    ...(evidence === 'text' && message.text !== '' ? { text: clip(message.text, TEXT_KEPT) } : {}),
    limitedBy,
    ...(probation === null ? {} : { probation }),
    rulesetHash,
    sender: hintsOf(message, history ?? { firstSeenAt: message.sentAt, messagesSeen: 0 }),
    ...(campaign !== undefined && { campaign }),
  };
}

function evidenceOf(
  reasons: Decision['reasons'],
  evaluation: Evaluation | null,
  evidence: AuditPolicy['evidence'],
): Evidence[] {
  return reasons.map(({ ruleId, text }) => {
    if (evidence === 'none') return { ruleId, text: '' };
    const found = evaluation?.rules.find((rule) => rule.ruleId === ruleId)?.words ?? [];
    const words = found.filter((word) => !text.includes(word));
    return words.length === 0 ? { ruleId, text } : { ruleId, text, words };
  });
}
