import type { Decision } from './decision.ts';
import { deadlineAfter } from './ledger/entry.ts';
import type { LedgerEntry, Target } from './ledger/entry.ts';
import type { Effect } from './ledger/moderation.ts';
import { nextAction } from './ledger/next-action.ts';
import type { Message } from './message.ts';
import type { Policy, WarnPolicy } from './policy.ts';
import { warningText } from './warning-text.ts';

/**
 * A block waits at most this long for its warning. It is the entry's own next attempt that is moved, so nothing that happens to the
 * warning, a crash included, can delay it further.
 */
export const WARNING_HOLD_MS = 10_000;
/** A warning before a block begins to be sent within this time or never, so that it is over before the block. */
export const SEND_WITHIN_MS = 5_000;
/** The whole of its call. */
export const SEND_TIMEOUT_MS = WARNING_HOLD_MS - SEND_WITHIN_MS;
/** Meta has accepted the warning: time for it to arrive before the block. That it is delivered at all is not promised. */
export const WARNING_GRACE_MS = 2_000;
/** A warning without a block; later nobody would know what it is about. */
const RELEVANT_MS = 60_000;
/** A shorter block comes without a word: it would be over before it is read. */
export const SHORTEST_WARNED_MS = 60_000;

/** One warning to be sent. Instants in ms. */
export interface Warning {
  senderId: string;
  target: Target;
  text: string;
  /** The message it is about: the id of the episode, where a block follows. */
  messageId: string;
  beforeBlock: boolean;
  rules: readonly string[];
  /** Not sent after it. */
  sendBy: number;
  /** The policy's bounds as of the decision. */
  atMost: WarnPolicy['atMost'];
  perMinute: number;
}

/** What a decision brought: a warning that waits to be sent; in monitor mode one that would be. */
export type Warned = 'waits' | 'watched';

export interface AboutWarning {
  message: Message;
  decision: Decision;
  policy: Policy;
  /** What it did to the ledger; null in monitor mode and for anything but an offence. */
  effect: Effect | null;
  /** The sender's row after it. */
  entry: LedgerEntry | null;
}

/** The warning a decision asks for; null when there is none, or when Meta would not take it any more (24 hours). */
export function warningFor(about: AboutWarning, now: number): Warning | null {
  const { message, decision, policy, entry } = about;
  const { warn } = policy;
  const lengthMs = lengthOf(about, now);
  if (warn === undefined || lengthMs === undefined || message.groupId !== null) return null;
  const target = targetOf(message);
  // The hold must fit into what is left of the time in which the block can be made.
  if (target === null || now + WARNING_HOLD_MS >= deadlineAfter(message.sentAt)) return null;
  const beforeBlock = lengthMs !== null;
  return {
    senderId: message.sender.id,
    target,
    text: warningText(warn, lengthMs),
    messageId: beforeBlock ? (entry?.episode?.id ?? message.id) : message.id,
    beforeBlock,
    rules: decision.reasons.map(({ ruleId }) => ruleId),
    sendBy: now + (beforeBlock ? SEND_WITHIN_MS : RELEVANT_MS),
    atMost: warn.atMost,
    perMinute: warn.perMinute,
  };
}

/** Whether it would in enforce mode, as far as the message alone tells. */
export function wouldWarn({ message, decision, policy }: AboutWarning): boolean {
  const { action } = decision;
  if (policy.warn === undefined || message.groupId !== null) return false;
  return (
    action === 'warn' || ((action === 'cooldown' || action === 'block') && policy.warn.beforeBlock !== null)
  );
}

/** Length of the block that follows; null = a warning alone; undefined = no warning. */
function lengthOf({ decision, policy, effect, entry }: AboutWarning, now: number): number | null | undefined {
  if (decision.action === 'warn') {
    const isKeptOut = entry !== null && (entry.desired.kind !== 'none' || entry.owner === 'foreign');
    return isKeptOut ? undefined : null;
  }
  if (policy.warn?.beforeBlock == null || effect !== 'opened' || entry === null) return undefined;
  const lengthMs = entry.desired.kind === 'until' ? entry.desired.at - now : Infinity;
  return lengthMs < SHORTEST_WARNED_MS ? undefined : lengthMs;
}

function targetOf({ sender: { phone, userId } }: Message): Target | null {
  if (phone !== null) return { user: `+${phone}` };
  return userId === null ? null : { user_id: userId };
}

/** Gives the warning its head start before the block that was just decided. */
export const holdForWarning = (entry: LedgerEntry, now: number): LedgerEntry =>
  nextAction(entry, now).kind === 'block' && now + WARNING_HOLD_MS < entry.deadlineAt
    ? { ...entry, nextAttemptAt: Math.max(entry.nextAttemptAt, now + WARNING_HOLD_MS) }
    : entry;

/** Whether what the warning says is still true. */
export function isTrueOf(
  entry: LedgerEntry | null,
  { beforeBlock, messageId }: Warning,
  now: number,
): boolean {
  if (!beforeBlock) return entry === null || (entry.desired.kind === 'none' && entry.actual === 'absent');
  return entry !== null && entry.episode?.id === messageId && nextAction(entry, now).kind === 'block';
}

/** The warning is over, sent or not: its block goes ahead, sooner than held. null = nothing to change. */
export function releaseBlock(
  entry: LedgerEntry,
  warning: Warning,
  wasSent: boolean,
  now: number,
): LedgerEntry | null {
  if (!warning.beforeBlock || !isTrueOf(entry, warning, now) || entry.failures > 0) return null;
  const at = wasSent ? now + WARNING_GRACE_MS : now;
  return at < entry.nextAttemptAt ? { ...entry, nextAttemptAt: at } : null;
}
