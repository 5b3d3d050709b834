import type { Message } from './message.ts';

/** What the message at hand and the sender's history say of them, kept with a decision for the report. */
export interface SenderHints {
  /** First message remembered, ms. */
  firstSeenAt: number;
  /** Messages before this one. */
  messagesSeen: number;
  /** This message answers one of ours. */
  repliesToUs: boolean;
  /** This message presses a button we sent. */
  button: boolean;
  /** This message is an order from the catalogue. */
  order: boolean;
}

const CUSTOMER_DAYS_MS = 2 * 86_400_000;
const CUSTOMER_MESSAGES = 3;

/**
 * More likely a customer than a passing spammer: known for two days with three messages or more, answered a message of ours,
 * pressed one of our buttons, or ordered. A hint, not proof.
 */
export function looksLikeCustomer(hints: SenderHints, at: number): boolean {
  const known = at - hints.firstSeenAt >= CUSTOMER_DAYS_MS && hints.messagesSeen >= CUSTOMER_MESSAGES;
  return known || hints.repliesToUs || hints.button || hints.order;
}

export const hintsOf = (
  message: Message,
  history: { firstSeenAt: number; messagesSeen: number },
): SenderHints => ({
  firstSeenAt: history.firstSeenAt,
  messagesSeen: history.messagesSeen,
  repliesToUs: message.repliesToUs,
  button: message.button !== null,
  order: message.type === 'order',
});
