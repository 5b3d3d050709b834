import type { Settlement } from '../core/ledger/enforcement.ts';

interface Stay {
  from: number;
  /** Infinity while it lasts. */
  until: number;
}

/** One number's block list at Meta as far as a timeline needs it: who is on it, and whether calls get an answer. */
export class PretendedMeta {
  /** Sender → the last time they were on the list. */
  readonly #stays = new Map<string, Stay>();

  block(senderId: string, now: number): Settlement {
    this.#stays.set(senderId, { from: now, until: Infinity });
    return { kind: 'done' };
  }

  lift(senderId: string, now: number): Settlement {
    const stay = this.#stays.get(senderId);
    if (stay !== undefined) stay.until = now;
    return { kind: 'done' };
  }

  has(senderId: string): boolean {
    return this.#stays.get(senderId)?.until === Infinity;
  }

  forget(senderId: string): void {
    this.#stays.delete(senderId);
  }

  /** Blocked people cannot write, in no time to come: what they wrote meanwhile is never delivered. In groups they may. */
  keepsFromWriting(senderId: string, sentAt: number): boolean {
    const stay = this.#stays.get(senderId);
    return stay !== undefined && stay.from <= sentAt && sentAt < stay.until;
  }
}
