import type { Counted } from './counted.ts';

/** How a POST ended; `stored` and `empty` (nothing to store) are answered 200. */
export type Outcome =
  | 'stored'
  | 'empty'
  | 'bad-signature'
  | 'not-json'
  | 'too-large'
  | 'aborted'
  | 'overloaded'
  | 'not-stored'
  | 'failed';

/** Business events of the receiver. Implementations count and log, and never throw. */
export interface ReceiverEvents {
  /** One POST to the webhook ended after `tookMs` (from its headers to its answer). */
  delivery(outcome: Outcome, tookMs: number): void;
  /** What a signed delivery held. */
  counted(counted: Counted): void;
  /** Why a delivery was not stored; at most one call a delivery. */
  storeFailed(error: unknown): void;
  /** An error nobody foresaw; answered 500. */
  unexpected(error: unknown): void;
}
