import { claim, end, settle, verified } from '../core/ledger/enforcement.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { forgetAt, nextAction } from '../core/ledger/next-action.ts';
import { MemoryState } from '../core/state/memory.ts';
import { PretendedMeta } from './pretended-meta.ts';

/** Whom Meta's pretended list gained or lost. */
export type Change =
  | { kind: 'blocked'; entry: LedgerEntry }
  /** `entry` as it was while the block stood. */
  | { kind: 'lifted'; entry: LedgerEntry };

/** What looking at an entry came to. */
export type Served =
  | { kind: 'nothing-due' }
  /** Done without a call: closed, or looked up on the list. */
  | { kind: 'closed' }
  | { kind: 'called'; change: Change }
  /** `endsAt`: when the call will not be needed any more. */
  | { kind: 'needs-meta'; endsAt: number };

/** What is remembered of a sender who writes no more: how long (ms), as in SENDER_MEMORY_DAYS. */
const SENDER_MEMORY_MS = 90 * 86_400_000;
/** How long a call to Meta may take; the pretended one answers at once. */
const CALL_MS = 20_000;

/** One number's senders, ledger and block list, and the steps the blocker takes there. Every change of an entry is one of the ledger's own transitions. */
export class NumberLine {
  readonly state = new MemoryState();
  readonly meta = new PretendedMeta();
  /** When the offenders gathered so far are taken to Meta; one wake-up serves all of them. */
  #flushAt = -Infinity;
  readonly #seenAt = new Map<string, number>();
  readonly #writtenAt = new Map<string, number>();
  #calls = 0;

  /** Drops what Redis would have dropped by now. To be called before a sender's rows are read. */
  forgetOld(senderId: string, now: number): void {
    const seenAt = this.#seenAt.get(senderId);
    if (seenAt !== undefined && now >= seenAt + SENDER_MEMORY_MS) {
      this.state.put(senderId, { state: null });
      this.#seenAt.delete(senderId);
    }
    const entry = this.state.entry(senderId);
    const writtenAt = this.#writtenAt.get(senderId);
    if (entry === null || writtenAt === undefined || now < forgetAt(entry, writtenAt)) return;
    this.state.put(senderId, { entry: null });
    this.#writtenAt.delete(senderId);
    this.meta.forget(senderId);
  }

  noteSeen(senderId: string, now: number): void {
    this.#seenAt.set(senderId, now);
  }

  noteWritten(senderId: string, now: number): void {
    this.#writtenAt.set(senderId, now);
  }

  /** When the blocker will next look at this entry; Infinity = not by itself. Blocks wait for the wake-up that gathers offenders. */
  nextLook(entry: LedgerEntry, flushDelayMs: number, now: number): number {
    const { kind, at } = nextAction(entry, now);
    if (kind !== 'block') return at;
    if (this.#flushAt <= now) this.#flushAt = now + flushDelayMs;
    return Math.max(at, this.#flushAt);
  }

  /** Does what is due for one entry, as `blocker/run.ts` does. `answers: false` = Meta does not answer: only what needs no call is done. */
  serve(senderId: string, answers: boolean, now: number): Served {
    const entry = this.state.entry(senderId);
    if (entry === null) return { kind: 'nothing-due' };
    const { kind, at } = nextAction(entry, now);
    if (at > now || kind === 'wait') return { kind: 'nothing-due' };
    if (kind === 'end') {
      this.#write(end(entry, now), now);
      return { kind: 'closed' };
    }
    if (!answers) return { kind: 'needs-meta', endsAt: kind === 'block' ? endOf(entry) : Infinity };
    if (kind === 'verify') {
      this.#write(verified(entry, this.meta.has(senderId), now), now);
      return { kind: 'closed' };
    }
    const token = `call-${(this.#calls += 1)}`;
    const claimed = claim(entry, kind, token, now + CALL_MS, now);
    const settled = claimed && settle(claimed, token, this.meta[kind](senderId, now), now);
    if (settled === null) return { kind: 'nothing-due' };
    this.#write(settled, now);
    const change: Change = kind === 'block' ? { kind: 'blocked', entry: settled } : { kind: 'lifted', entry };
    return { kind: 'called', change };
  }

  #write(entry: LedgerEntry, now: number): void {
    this.state.put(entry.senderId, { entry });
    this.noteWritten(entry.senderId, now);
  }
}

const endOf = ({ desired }: LedgerEntry): number => (desired.kind === 'until' ? desired.at : Infinity);
