import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/simulator/random.ts';
import { delivery, signed, textMessage, type Json } from '../helpers/deliveries.ts';
import type { Member, Writing } from './cast.ts';
import type { Ack } from './recovery.ts';
import type { Meta } from './meta.ts';

/** One message as its sender remembers it. All instants in ms. */
export interface Sent {
  id: string;
  member: Member;
  sentAt: number;
  /** When it was handed to us for the first time; null = Meta held it back, its sender was blocked. */
  handedAt: number | null;
  /** When it was first answered 200; null = never. */
  ackedAt: number | null;
}

interface Parcel {
  leavesAt: number;
  content: Json;
  messages: readonly Sent[];
}

const GROUP = 5;
const DUPLICATED = 0.35;
const DUPLICATE_WITHIN_MS = 15_000;
const ANSWER_TIMEOUT_MS = 4_000;

/** Plays Meta's delivering side: everything until it is taken, much of it twice. */
export class Traffic {
  readonly sent: Sent[] = [];
  /** Answers by status; `broken` = none came. */
  readonly answers: Record<string, number> = {};
  duplicates = 0;
  /** Messages that were overtaken by later ones of other people, or of their own. */
  overtaken = 0;
  readonly #options: TrafficOptions;
  readonly #writings: Writing[];
  readonly #parcels: Parcel[] = [];
  readonly #lanes: Promise<unknown>;
  /** Instants of answers 200, for recovery times. */
  readonly acks: Ack[] = [];

  constructor(options: TrafficOptions) {
    this.#options = options;
    this.#writings = [...options.script];
    this.#lanes = Promise.all(Array.from({ length: options.lanes }, () => this.#lane()));
  }

  /** Resolves when everything was taken. */
  async done(): Promise<void> {
    await this.#lanes;
  }

  get left(): number {
    return this.#writings.length;
  }

  async #lane(): Promise<void> {
    for (;;) {
      const parcel = await this.#nextParcel();
      if (parcel === 'over') return;
      if (parcel === null) await sleep(20);
      else await this.#deliver(parcel);
    }
  }

  async #nextParcel(): Promise<Parcel | 'over' | null> {
    const now = Date.now();
    const again = this.#parcels.findIndex(({ leavesAt }) => leavesAt <= now);
    if (again !== -1) return this.#parcels.splice(again, 1)[0] ?? null;
    const first = this.#writings[0];
    if (first === undefined) return this.#parcels.length === 0 ? 'over' : null;
    const due = now - this.#options.startedAt;
    if (first.leavesAt > due) return null;
    const group: Writing[] = [];
    for (let at = 0; at < Math.min(this.#writings.length, 50) && group.length < GROUP;) {
      const one = this.#writings[at];
      if (one === undefined || one.leavesAt > due) break;
      if (one.member.number === first.member.number) group.push(...this.#writings.splice(at, 1));
      else at += 1;
    }
    return this.#compose(group);
  }

  /** WhatsApp takes note of what was written; a blocked person's message goes no further. */
  async #compose(group: readonly Writing[]): Promise<Parcel | null> {
    const { startedAt, meta } = this.#options;
    const messages = group.map(({ id, member, at, agedMs }): Sent => {
      return { id, member, sentAt: Math.round(startedAt + at - agedMs), handedAt: null, ackedAt: null };
    });
    this.sent.push(...messages);
    this.overtaken += group.filter(({ at, leavesAt }) => leavesAt > at).length;
    const passed = await meta.inbound(messages.map(noteOf));
    const let_in = messages.filter((_, index) => passed[index]);
    const [first] = let_in;
    if (first === undefined) return null;
    const texts = new Map(group.map(({ id, text }) => [id, text]));
    const content = delivery(
      let_in.map(({ id, member, sentAt }) =>
        textMessage(texts.get(id) ?? '', { id, from: member.who, sentAt }),
      ),
      { phoneNumberId: first.member.number, people: let_in.map(({ member }) => member.who) },
    );
    return { leavesAt: 0, content, messages: let_in };
  }

  /** Again and again, as Meta does, until it is answered 200. */
  async #deliver(parcel: Parcel): Promise<void> {
    const { webhook, random } = this.#options;
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 400)) {
      const askedAt = Date.now();
      for (const message of parcel.messages) message.handedAt ??= askedAt;
      const status = await deliver(webhook, parcel.content).catch(() => 'broken');
      this.answers[status] = (this.answers[status] ?? 0) + 1;
      if (status === 200) {
        this.acks.push({ askedAt, at: Date.now() });
        break;
      }
      await sleep(pauseMs);
    }
    const now = Date.now();
    for (const message of parcel.messages) message.ackedAt ??= now;
    if (random() >= DUPLICATED) return;
    this.duplicates += parcel.messages.length;
    this.#parcels.push({ ...parcel, leavesAt: now + random() * DUPLICATE_WITHIN_MS });
  }
}

export interface TrafficOptions {
  meta: Meta;
  webhook: string;
  script: readonly Writing[];
  startedAt: number;
  random: Random;
  lanes: number;
}

const noteOf = ({ member: { who, number }, sentAt }: Sent) => ({
  ...(who.phone !== null && { phone: who.phone }),
  ...(who.userId !== null && { userId: who.userId }),
  phoneNumberId: number,
  at: sentAt,
});

async function deliver(url: string, content: Json): Promise<number> {
  const response = await fetch(url, { ...signed(content), signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  await response.arrayBuffer();
  return response.status;
}
