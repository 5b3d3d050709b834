import type { Message, Sender } from './message.ts';
import type { Policy } from './policy.ts';

/** How well the number knows a sender, least first. */
export const TRUST_LEVELS = ['newcomer', 'known', 'regular', 'customer', 'staff'] as const;
export type TrustLevel = (typeof TRUST_LEVELS)[number];
/** The most trusted senders a rule may act against. Staff are protected from every rule, so no rule can name them. */
export type RuleTrust = Exclude<TrustLevel, 'staff'>;
export const DEFAULT_RULE_TRUST: RuleTrust = 'regular';

export const trustRank = (level: TrustLevel): number => TRUST_LEVELS.indexOf(level);

const DAY_MS = 86_400_000;
/** Somebody known wrote so often, since so long. */
export const KNOWN = { messages: 3, forMs: DAY_MS };
/** A regular did, and has no strike that still counts. */
export const REGULAR = { messages: 20, forMs: 7 * DAY_MS };

/** What a sender did so far: messages before this one, the first of them (ms), strikes that still count. */
export interface TrustHistory {
  messagesSeen: number;
  firstSeenAt: number;
  activeStrikes: number;
}

const onList = ({ phone, userId }: Pick<Sender, 'phone' | 'userId'>, ids: ReadonlySet<string>): boolean =>
  (phone !== null && ids.has(phone)) || (userId !== null && ids.has(userId));

/** Whether the policy names the sender as staff or customer. */
export const isListed = (
  sender: Pick<Sender, 'phone' | 'userId'>,
  { protectedSenders, customers }: Pick<Policy, 'protectedSenders' | 'customers'>,
): boolean => onList(sender, protectedSenders) || onList(sender, customers);

/** Staff and customers are those the policy lists, whatever they did; everybody else earns it by writing. */
export function trustOf(
  { sender, sentAt }: Message,
  { messagesSeen, firstSeenAt, activeStrikes }: TrustHistory,
  { protectedSenders, customers }: Pick<Policy, 'protectedSenders' | 'customers'>,
): TrustLevel {
  if (onList(sender, protectedSenders)) return 'staff';
  if (onList(sender, customers)) return 'customer';
  const hasWritten = ({ messages, forMs }: { messages: number; forMs: number }): boolean =>
    messagesSeen >= messages && sentAt - firstSeenAt >= forMs;
  if (activeStrikes === 0 && hasWritten(REGULAR)) return 'regular';
  return hasWritten(KNOWN) ? 'known' : 'newcomer';
}

/** Whether a rule that matched may not act, because the sender is trusted more than it says. Rules that speak for a sender always may; staff are protected in the decision itself. */
export function isHeldBack(
  { score, then, trust }: { score: number; then: { action: string } | null; trust: RuleTrust },
  sender: TrustLevel,
): boolean {
  if (sender === 'staff' || trustRank(sender) <= trustRank(trust)) return false;
  return then === null ? score > 0 : then.action !== 'allow';
}
