import type { Decision } from '../decision.ts';
import { cooldownMs } from '../ladder.ts';
import type { Message } from '../message.ts';
import type { Policy } from '../policy.ts';
import { stricterThresholds } from '../probation.ts';
import type { Grounds, LedgerEntry, Strike } from './entry.ts';
import { activeStrikes, deadlineAfter, newEntry } from './entry.ts';
import { nextAction } from './next-action.ts';
import { strikeOverAt, withoutStrike } from './strikes.ts';

/** Blocked people cannot write to us (in groups they may): a message this much younger than a confirmed block casts doubt on it. */
const DOUBT_AFTER_MS = 2 * 60_000;

/** A sender we keep a row of wrote again: moves the deadline, fires what was armed, doubts a block that should have stopped them. */
export function noteInbound(entry: LedgerEntry, message: Message, now: number): LedgerEntry {
  const { phone, userId } = message.sender;
  const next: LedgerEntry = { ...entry, phone: phone ?? entry.phone, userId: userId ?? entry.userId };
  if (message.sentAt > entry.lastInboundAt) {
    const wasArmed = entry.actual === 'absent' && now >= entry.deadlineAt;
    next.lastInboundAt = message.sentAt;
    next.deadlineAt = deadlineAfter(message.sentAt);
    if (wasArmed) next.nextAttemptAt = now;
  }
  const learnt = next.phone !== entry.phone || next.userId !== entry.userId;
  if (learnt && entry.refused !== null && entry.misnamed.length > 0) {
    next.misnamed = [];
    next.refused = null;
    next.nextAttemptAt = now;
  }
  const settledAt = entry.episode?.settledAt ?? null;
  const wroteThroughBlock =
    entry.actual === 'blocked' &&
    message.groupId === null &&
    settledAt !== null &&
    message.sentAt > settledAt + DOUBT_AFTER_MS;
  if (wroteThroughBlock && entry.owner === 'ours' && entry.attempt === null) {
    next.actual = 'unknown';
    next.nextAttemptAt = now;
  }
  // Whoever blocked them has let them in again, or they could not write.
  if (entry.owner === 'foreign' && entry.actual === 'blocked' && message.groupId === null) {
    next.actual = 'unknown';
    next.nextAttemptAt = now;
  }
  return next;
}

/** What an offence did to the ledger. */
export type Effect = 'opened' | 'held' | 'evidence' | 'too-old' | 'foreign' | 'withdrawn';

export interface Offence {
  message: Message;
  decision: Decision & { action: 'cooldown' | 'block' };
  policy: Policy;
  /** What the decision rests on, for an undo; replays need none. */
  grounds?: Grounds;
  /** Asked only when an episode would open or be let go; a cause = keep it from being enforced. */
  brake: () => string | null;
}

/**
 * One episode, one strike: opens an episode unless one is open (then it adds evidence) or the message is older than the last one's end.
 * A held episode gives way to the offence that comes once the brake no longer objects: it was never enforced, and the rule behind
 * it may have been the fault, so its punishment and its strike are forgotten.
 */
export function offend(
  before: LedgerEntry | null,
  offence: Offence,
  now: number,
): { entry: LedgerEntry; effect: Effect } {
  const { message } = offence;
  const entry = before ?? newEntry(message.sender);
  if (entry.owner === 'foreign') return { entry, effect: 'foreign' };
  if (message.sentAt <= entry.endedAt) return { entry, effect: 'too-old' };
  if (entry.desired.kind === 'none') return open(entry, offence, offence.brake(), now);
  const letGo = entry.held !== null && offence.brake() === null;
  return letGo
    ? open(withoutStrike(entry), offence, null, now)
    : { entry: addEvidence(entry), effect: 'evidence' };
}

function open(
  entry: LedgerEntry,
  { message, decision, policy, grounds }: Offence,
  cause: string | null,
  now: number,
): { entry: LedgerEntry; effect: Effect } {
  const kept = grounds === undefined ? {} : { grounds };
  const strike: Strike = {
    ...{ id: message.id, at: now, expiresAt: now + policy.ladder.strikesExpireMs, ...kept },
    ...(policy.probation === undefined ? {} : { probation: { forMs: policy.probation.forMs, from: null } }),
  };
  const repeat = activeStrikes(entry, now).length + 1;
  const step = (): number => cooldownMs(policy.ladder, repeat, `${entry.senderId}|${strike.id}`);
  const length =
    decision.action === 'block'
      ? Infinity
      : Math.max(decision.cooldownMs ?? 0, decision.onLadder ? step() : 0);
  const opened: LedgerEntry = {
    ...entry,
    desired: length === Infinity ? { kind: 'permanent' } : { kind: 'until', at: now + length },
    held: cause === null ? null : { at: now, cause },
    refused: null,
    misnamed: [],
    lastInboundAt: Math.max(entry.lastInboundAt, message.sentAt),
    deadlineAt: deadlineAfter(Math.max(entry.lastInboundAt, message.sentAt)),
    nextAttemptAt: now,
    failures: 0,
    episode: {
      id: message.id,
      startedAt: now,
      action: decision.action,
      rules: decision.reasons.map((reason) => reason.ruleId),
      reasons: policy.audit.evidence === 'none' ? [] : reasonsOf(decision, policy),
      rulesetHash: decision.rulesetHash,
      evidence: 0,
      settledAt: null,
      ...kept,
    },
    strikes: [...entry.strikes.filter((earlier) => strikeOverAt(earlier) > now), strike],
    strikesTotal: entry.strikesTotal + 1,
  };
  return { entry: opened, effect: cause === null ? 'opened' : 'held' };
}

/** Why the rules matched, and why that sufficed where it would not have for others. */
function reasonsOf({ action, reasons, probation }: Decision, policy: Policy): string[] {
  const texts = reasons.map(({ text }) => text);
  const decisive = probation !== null && probation.instead !== action;
  return decisive ? [...texts, `on probation: ${stricterThresholds(policy)}`] : texts;
}

function addEvidence(entry: LedgerEntry): LedgerEntry {
  const episode = entry.episode === null ? null : { ...entry.episode, evidence: entry.episode.evidence + 1 };
  return { ...entry, episode };
}

/** True when the blocker should be woken for this entry. */
export const isDue = (entry: LedgerEntry, now: number): boolean => {
  const action = nextAction(entry, now);
  return action.kind !== 'wait' && action.at <= now;
};
