import type { Decision, Evaluation } from '../core/decision.ts';
import { evaluate } from '../core/evaluate.ts';
import type { Facts } from '../core/facts.ts';
import { judge, type Mode } from '../core/judge.ts';
import { newEntry, type LedgerEntry } from '../core/ledger/entry.ts';
import type { Effect } from '../core/ledger/moderation.ts';
import type { Message, Sender } from '../core/message.ts';
import { normalize } from '../core/normalize/normalize.ts';
import type { Ruleset } from '../core/ruleset.ts';
import { NO_BRAKE } from '../core/brake.ts';
import { factsOf } from '../core/state/facts.ts';
import { foldOf } from '../core/state/fold-of.ts';
import { decideMarks, EMPTY_STATE, observe, type SenderState } from '../core/state/sender-state.ts';
import { textViews } from '../core/text/views.ts';
import type { Arrival } from './payload.ts';
import { punishmentOf, type Punishment } from './punishment.ts';

/** What every sender is to have done before the first message explained. */
export interface Past {
  messagesSeen: number;
  /** Since the first of them, ms; counts only with `messagesSeen` > 0. */
  seenForMs: number;
  /** Cooldowns and blocks that are not forgotten yet. */
  strikes: number;
}

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
}

export type Explained =
  | ExplainedMessage
  /** Delivered twice: it changes nothing the second time. */
  | { kind: 'repeated'; message: Message }
  | { kind: 'no-message'; reason: 'no-sender' | 'not-an-object' };

/**
 * Takes messages through the real reading, state, rules and decision, in their order, as if each had been delivered the moment it was
 * sent. `now` (ms) is the time of messages that carry none.
 */
export function explain(
  arrivals: readonly Arrival[],
  { ruleset, mode, past, now }: { ruleset: Ruleset; mode: Mode; past: Past; now: number },
): Explained[] {
  const people = new Map<string, Person>();
  return arrivals.map(({ envelope, phoneNumberId, displayPhoneNumber }): Explained => {
    const read = normalize(envelope, { phoneNumberId, displayPhoneNumber, receivedAt: now });
    if (read.kind === 'skipped') return { kind: 'no-message', reason: read.reason };
    const message: Message = { ...read.message, receivedAt: read.message.sentAt };
    const key = `${phoneNumberId}|${message.sender.id}`;
    const person = people.get(key) ?? meet(message, past);
    const explained = explainOne(message, person, ruleset, mode);
    people.set(key, explained.person);
    return explained.result;
  });
}

interface Person {
  state: SenderState;
  entry: LedgerEntry | null;
}

const DAY_MS = 86_400_000;

function meet({ sender, sentAt }: Message, { messagesSeen, seenForMs, strikes }: Past): Person {
  const firstAt = Math.floor((sentAt - seenForMs) / 1000);
  const state = messagesSeen === 0 ? EMPTY_STATE : { ...EMPTY_STATE, total: messagesSeen, firstAt };
  return { state, entry: strikes === 0 ? null : withStrikes(sender, strikes, sentAt) };
}

function withStrikes(sender: Sender, count: number, at: number): LedgerEntry {
  const strikes = Array.from({ length: count }, (_, index) => ({
    id: `before-${index}`,
    at: at - DAY_MS,
    expiresAt: at + DAY_MS,
  }));
  return { ...newEntry(sender), strikes, strikesTotal: count, endedAt: at - DAY_MS / 2 };
}

function explainOne(
  message: Message,
  before: Person,
  ruleset: Ruleset,
  mode: Mode,
): { result: Explained; person: Person } {
  const { id: key, sentAt: now } = message;
  const policy = ruleset.policyFor(message.phoneNumberId, message.displayPhoneNumber);
  const text = textViews(message.text);
  const nowS = Math.floor(now / 1000);
  const state = observe(before.state, [{ key, at: nowS, fold: foldOf(message, text) }], nowS);
  const { entry } = before;
  const strikes = entry?.strikes.filter(({ expiresAt }) => expiresAt > now).length ?? 0;
  const facts = factsOf(state, key, ruleset.plan, strikes);
  const evaluation =
    facts === null ? { rulesetHash: ruleset.hash, rules: [] } : evaluate(ruleset, { message, text, facts });
  const observed = {
    senders: new Map([[message.sender.id, { state, entry }]]),
    brake: NO_BRAKE,
    activeSenders: 1,
  };
  const { outcomes, verdicts } = judge([{ key, message, evaluation }], observed, policy, mode, now);
  const [outcome] = outcomes;
  if (facts === null || outcome?.kind !== 'decided')
    return { result: { kind: 'repeated', message }, person: { state, entry } };
  const verdict = verdicts.senders.find(({ senderId }) => senderId === message.sender.id);
  const person = {
    state: decideMarks(state, verdict?.marks ?? new Map()) ?? state,
    entry: verdict?.entry ?? entry,
  };
  const { decision, effect } = outcome;
  const isNew = effect === null || effect === 'opened' || effect === 'held';
  const punishment = isNew ? punishmentOf(decision, policy, strikes) : null;
  return { result: { kind: 'message', message, facts, evaluation, decision, effect, punishment }, person };
}
