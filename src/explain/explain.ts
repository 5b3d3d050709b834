import type { Mode } from '../core/judge.ts';
import type { Effect } from '../core/ledger/moderation.ts';
import type { Decision, Evaluation } from '../core/decision.ts';
import type { Facts } from '../core/facts.ts';
import type { Message } from '../core/message.ts';
import { normalize } from '../core/normalize/normalize.ts';
import type { Policy } from '../core/policy.ts';
import type { Ruleset } from '../core/ruleset.ts';
import { MemoryState } from '../core/state/memory.ts';
import { SHORTEST_WARNED_MS } from '../core/warning.ts';
import { warningText } from '../core/warning-text.ts';
import { judgeMessage } from '../timeline/judge-message.ts';
import { pastEntry, pastState, type Past } from '../timeline/past.ts';
import type { Arrival } from '../timeline/timeline.ts';
import { punishmentOf, type Punishment } from './punishment.ts';

export interface ExplainedMessage {
  kind: 'message';
  message: Message;
  facts: Facts;
  evaluation: Evaluation;
  decision: Decision;
  /** What it did to the ledger; null for anything but an offence in enforce mode. */
  effect: Effect | null;
  /** What the offence would bring, in monitor mode too; null when it starts nothing new. */
  punishment: Punishment | null;
  /** What the sender would read, once per the policy's `at_most`; in monitor mode nothing is sent. null = nothing. */
  warning: string | null;
}

export type Explained =
  | ExplainedMessage
  /** Delivered twice: it changes nothing the second time. */
  | { kind: 'repeated'; message: Message }
  | { kind: 'no-message'; reason: 'no-sender' | 'not-an-object' };

/**
 * Takes messages through the real reading, state, rules and decision, in their order, as if each had been delivered the moment it was
 * sent. `now` (ms) is the time of messages that carry none. Nobody is ever blocked at Meta: whoever is to be blocked writes on.
 */
export function explain(
  arrivals: readonly Arrival[],
  { ruleset, mode, past, now }: { ruleset: Ruleset; mode: Mode; past: Past; now: number },
): Explained[] {
  const numbers = new Map<string, MemoryState>();
  const met = new Set<string>();
  return arrivals.map(({ envelope, phoneNumberId, displayPhoneNumber }): Explained => {
    const read = normalize(envelope, { phoneNumberId, displayPhoneNumber, receivedAt: now });
    if (read.kind === 'skipped') return { kind: 'no-message', reason: read.reason };
    const message: Message = { ...read.message, receivedAt: read.message.sentAt };
    const state = numbers.get(phoneNumberId) ?? new MemoryState();
    numbers.set(phoneNumberId, state);
    const key = `${phoneNumberId}|${message.sender.id}`;
    if (!met.has(key)) meet(message, past, ruleset, state);
    met.add(key);
    return explainOne(message, state, ruleset, mode);
  });
}

function meet(
  { sender, sentAt, ...message }: Message,
  past: Past,
  ruleset: Ruleset,
  state: MemoryState,
): void {
  const policy = ruleset.policyFor(message.phoneNumberId, message.displayPhoneNumber);
  const entry = pastEntry(sender, past.strikes, sentAt, policy);
  state.put(sender.id, { state: pastState(past, sentAt), ...(entry !== null && { entry }) });
}

function warningOf(
  { action }: Decision,
  { groupId }: Message,
  { warn }: Policy,
  punishment: Punishment | null,
): string | null {
  if (warn === undefined || groupId !== null) return null;
  if (action === 'warn') return warningText(warn, null);
  if (punishment === null || warn.beforeBlock === null) return null;
  const lengthMs = punishment.kind === 'for-good' ? Infinity : punishment.ms;
  return lengthMs < SHORTEST_WARNED_MS ? null : warningText(warn, lengthMs);
}

function explainOne(message: Message, state: MemoryState, ruleset: Ruleset, mode: Mode): Explained {
  const { delivered } = judgeMessage(message, state, ruleset, mode, message.sentAt);
  if (delivered.kind !== 'message') return { kind: 'repeated', message };
  const { facts, evaluation, decision, effect } = delivered;
  const isNew = effect === null || effect === 'opened' || effect === 'held';
  const policy = ruleset.policyFor(message.phoneNumberId, message.displayPhoneNumber);
  const punishment = isNew ? punishmentOf(decision, policy, facts.activeStrikes) : null;
  const warning = warningOf(decision, message, policy, punishment);
  return { kind: 'message', message, facts, evaluation, decision, effect, punishment, warning };
}
