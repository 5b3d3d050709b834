import type { Mode } from '../core/judge.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { Envelope, Message, Sender } from '../core/message.ts';
import { normalize } from '../core/normalize/normalize.ts';
import type { Ruleset } from '../core/ruleset.ts';
import { Agenda } from './agenda.ts';
import type { Delivered } from './delivered.ts';
import { isTimely, judgeMessage } from './judge-message.ts';
import type { Change } from './number-line.ts';
import { NumberLine } from './number-line.ts';
import type { Past } from './past.ts';
import { pastEntry, pastState } from './past.ts';

export type { Delivered, Judged } from './delivered.ts';

/** One message on its way to one business number. */
export interface Arrival {
  phoneNumberId: string;
  displayPhoneNumber: string | null;
  envelope: Envelope;
}

/** What happened at Meta. */
export interface TimelineEvent {
  kind: 'blocked' | 'lifted';
  at: number;
  phoneNumberId: string;
  senderId: string;
  /** When the block was, or was to be, over by itself (ms); null = never. */
  until: number | null;
  /** When the offence happened that caused it, ms. */
  since: number;
  rules: readonly string[];
}

export interface TimelineOptions {
  ruleset: Ruleset;
  mode: Mode;
  /** From the first offender to the call that blocks all gathered since. @default 500 */
  flushDelayMs?: number;
  /** False = Meta gives no answer, so that nobody is ever blocked or kept out. @default true */
  meta?: boolean;
}

/**
 * Cordon and Meta on a clock of their own: every message goes through the real reading, state, rules, decision and ledger; blocks are
 * made after the flush delay and lifted the moment they are over. No Redis, no waiting. Time never runs backwards: an instant before
 * the last one counts as the last one.
 */
export class Timeline {
  /** In the order they happened. */
  readonly events: TimelineEvent[] = [];
  readonly #ruleset: Ruleset;
  readonly #mode: Mode;
  readonly #flushDelayMs: number;
  readonly #numbers = new Map<string, NumberLine>();
  readonly #agenda = new Agenda();
  /** Calls that wait for Meta to answer again. */
  readonly #waiting = new Map<string, { phoneNumberId: string; senderId: string }>();
  #metaAnswers: boolean;
  #now = -Infinity;

  constructor({ ruleset, mode, flushDelayMs = 500, meta = true }: TimelineOptions) {
    this.#ruleset = ruleset;
    this.#mode = mode;
    this.#flushDelayMs = flushDelayMs;
    this.#metaAnswers = meta;
  }

  /** The time it is, ms; -Infinity before anything happened. */
  get now(): number {
    return this.#now;
  }

  /** Lets everything happen that is due until `to` (ms), `to` included. */
  advance(to: number): void {
    for (;;) {
      const next = this.#agenda.take(to);
      if (next === null) break;
      this.#now = Math.max(this.#now, next.at);
      this.#serve(next.phoneNumberId, next.senderId);
    }
    this.#now = Math.max(this.#now, to);
  }

  /** Delivers one message at `at` (ms), after everything that is due until then. */
  deliver({ phoneNumberId, displayPhoneNumber, envelope }: Arrival, at: number): Delivered {
    this.advance(at);
    const now = this.#now;
    const read = normalize(envelope, { phoneNumberId, displayPhoneNumber, receivedAt: now });
    if (read.kind === 'skipped') return { kind: 'no-message', reason: read.reason };
    const { message } = read;
    const senderId = message.sender.id;
    const number = this.#number(phoneNumberId);
    number.forgetOld(senderId, now);
    if (message.groupId === null && number.meta.keepsFromWriting(senderId, writtenAt(message, now)))
      return { kind: 'kept-out', message, entry: number.state.entry(senderId) };
    if (isTimely(message, now)) number.noteSeen(senderId, now);
    const { delivered, wrote } = judgeMessage(message, number.state, this.#ruleset, this.#mode, now);
    if (wrote) {
      number.noteWritten(senderId, now);
      this.#schedule(phoneNumberId, number.state.entry(senderId));
    }
    return delivered;
  }

  /** Gives a sender a past before their first message. */
  remember(
    phoneNumberId: string,
    sender: Pick<Sender, 'id' | 'phone' | 'userId'>,
    past: Past,
    at: number,
  ): void {
    const number = this.#number(phoneNumberId);
    const entry = pastEntry(sender, past.strikes, at, this.#ruleset.policyFor(phoneNumberId, null));
    number.state.put(sender.id, { state: pastState(past, at), ...(entry !== null && { entry }) });
    number.noteSeen(sender.id, at);
    number.noteWritten(sender.id, at);
  }

  /** The sender's row in the ledger of a number at this time; null = there is none. */
  entryOf(phoneNumberId: string, senderId: string): LedgerEntry | null {
    const number = this.#numbers.get(phoneNumberId);
    number?.forgetOld(senderId, this.#now);
    return number?.state.entry(senderId) ?? null;
  }

  /** From now on Meta answers calls, or does not: then blocks and lifts wait until it does again, or until it is too late for them. */
  setMeta(answers: boolean): void {
    this.#metaAnswers = answers;
    if (!answers) return;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { phoneNumberId, senderId } of waiting) this.#serve(phoneNumberId, senderId);
  }

  #number(phoneNumberId: string): NumberLine {
    const known = this.#numbers.get(phoneNumberId);
    if (known !== undefined) return known;
    const made = new NumberLine();
    this.#numbers.set(phoneNumberId, made);
    return made;
  }

  #schedule(phoneNumberId: string, entry: LedgerEntry | null): void {
    if (entry === null) return;
    const at = this.#number(phoneNumberId).nextLook(entry, this.#flushDelayMs, this.#now);
    this.#agenda.set({ phoneNumberId, senderId: entry.senderId, at });
  }

  #serve(phoneNumberId: string, senderId: string): void {
    const number = this.#number(phoneNumberId);
    const done = number.serve(senderId, this.#metaAnswers, this.#now);
    const key = `${phoneNumberId}|${senderId}`;
    if (done.kind === 'needs-meta') {
      this.#waiting.set(key, { phoneNumberId, senderId });
      // Its time may be over before Meta answers; then there is nothing left to call for.
      if (done.endsAt > this.#now) this.#agenda.set({ phoneNumberId, senderId, at: done.endsAt });
      return;
    }
    this.#waiting.delete(key);
    if (done.kind === 'called') this.events.push(this.#event(phoneNumberId, done.change));
    this.#schedule(phoneNumberId, number.state.entry(senderId));
  }

  #event(phoneNumberId: string, { kind, entry }: Change): TimelineEvent {
    const { senderId, desired, episode } = entry;
    const until = desired.kind === 'until' ? desired.at : null;
    const since = episode?.startedAt ?? this.#now;
    return { kind, at: this.#now, phoneNumberId, senderId, until, since, rules: episode?.rules ?? [] };
  }
}

/** When it was really written: Meta tells whole seconds, so a message of this very second was written now. */
const writtenAt = ({ sentAt }: Message, now: number): number =>
  sentAt >= Math.floor(now / 1000) * 1000 ? now : sentAt;
