import type { ListResult } from './verify.ts';

/** The number's lease, held by the caller. */
export interface Held {
  lease: string;
  leaseMs: number;
}

/** A number's list at Meta that was read whole, and the lease under which it was. */
export interface Listed extends Held {
  phoneNumberId: string;
  list: ListResult & { kind: 'listed' };
  /** When reading it began: what arose later, it cannot settle. */
  startedAt: number;
}
