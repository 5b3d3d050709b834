import type { Decision, Evaluation } from '../core/decision.ts';
import type { Facts } from '../core/facts.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { Effect } from '../core/ledger/moderation.ts';
import type { Message } from '../core/message.ts';

/** A message that was judged. */
export interface Judged {
  kind: 'message';
  message: Message;
  facts: Facts;
  evaluation: Evaluation;
  decision: Decision;
  /** What it did to the ledger; null for anything but an offence in enforce mode. */
  effect: Effect | null;
  /** The sender's row after it; null = there is none. */
  entry: LedgerEntry | null;
}

/** What became of one message on a timeline. */
export type Delivered =
  | Judged
  /** It would never have arrived: its sender was blocked at Meta when writing it. */
  | { kind: 'kept-out'; message: Message; entry: LedgerEntry | null }
  /** Older than a day by its own time: it changes nothing. */
  | { kind: 'late'; message: Message }
  /** Delivered twice: it changes nothing the second time. */
  | { kind: 'repeated'; message: Message }
  | { kind: 'no-message'; reason: 'no-sender' | 'not-an-object' };
