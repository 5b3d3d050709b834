import type { FactPlan } from '../../src/core/facts.ts';
import { normalize } from '../../src/core/normalize/normalize.ts';
import type { Observed } from '../../src/core/state/exchange.ts';
import { factsOf } from '../../src/core/state/facts.ts';
import { observationOf } from '../../src/core/state/observation-of.ts';
import type { Observation } from '../../src/core/state/sender-state.ts';
import { textViews } from '../../src/core/text/views.ts';
import { messageKey } from '../../src/store/sender-codec.ts';
import { NOON } from '../core/builders.ts';
import type { NaiveFacts, NaiveNumber } from '../core/state/naive-facts.ts';
import type { Person } from '../helpers/deliveries.ts';
import { contactOf, message, person } from '../helpers/deliveries.ts';
import type { MessageSpec } from './window-steps.ts';
import { LATEST } from './window-steps.ts';

const NOBODY = { protectedSenders: new Set<string>(), customers: new Set<string>() };

/** A message as it is sent once; it may be delivered any number of times. */
interface Sent extends Pick<MessageSpec, 'text' | 'isText'> {
  id: string;
  from: Person;
  stampedAt: number;
  /** When it was first delivered; what is stamped later counts as sent then. */
  firstAt: number;
}

/** People who write to one number, and what Meta delivers of it. */
export class WindowWorld {
  readonly plan: FactPlan;
  readonly #sent: Sent[] = [];
  now = NOON;
  redelivered = 0;
  late = 0;

  constructor(plan: FactPlan) {
    this.plan = plan;
  }

  chunkOf(specs: readonly MessageSpec[]): Observation[] {
    return specs.map((spec) => {
      const old = spec.again === null ? undefined : this.#sent[spec.again % Math.max(this.#sent.length, 1)];
      if (old !== undefined && this.#isTimely(old)) {
        this.redelivered += 1;
        return this.#deliver(old);
      }
      if (spec.lateMs > 0) this.late += 1;
      return this.#deliver(this.#send(spec));
    });
  }

  /** What of a chunk may still be delivered again. */
  timely(chunk: readonly Observation[]): Observation[] {
    return chunk.filter(({ key }) =>
      this.#sent.some((one) => messageKey(one.id) === key && this.#isTimely(one)),
    );
  }

  #isTimely({ stampedAt, firstAt }: Sent): boolean {
    return this.now - Math.min(stampedAt, firstAt) <= LATEST;
  }

  #send({ who, lateMs, text, isText }: MessageSpec): Sent {
    const id = `wamid.${this.#sent.length}`;
    const one = { id, from: person(who), stampedAt: this.now - lateMs, firstAt: this.now, text, isText };
    this.#sent.push(one);
    return one;
  }

  /** From Meta's JSON on, as the worker reads it. */
  #deliver({ id, from, stampedAt, text, isText }: Sent): Observation {
    const options = { id, from, sentAt: stampedAt };
    const json = isText
      ? message('text', { body: text }, options)
      : message('image', { caption: text }, options);
    const envelope = { channel: 'messages' as const, message: json, contact: contactOf(from) };
    const arrival = { phoneNumberId: '1', displayPhoneNumber: '12125550100', receivedAt: this.now };
    const read = normalize(envelope, arrival);
    if (read.kind !== 'message') throw new Error(read.reason);
    return observationOf(read.message, textViews(read.message.text), messageKey(id), this.plan, NOBODY);
  }
}

/** A chunk's facts as the worker would have them, in the shape of those counted from scratch. */
export const factsIn = (chunk: readonly Observation[], observed: Observed, plan: FactPlan): NaiveFacts[] =>
  chunk.map(({ senderId, key }) => {
    const state = observed.senders.get(senderId)?.state;
    const facts = state && factsOf(state, key, plan, 0, observed.number.get(key));
    if (!facts) throw new Error('a timely message was forgotten');
    return {
      messagesSeen: facts.messagesSeen,
      firstSeenAt: facts.firstSeenAt,
      counts: Object.fromEntries(facts.counts),
      numberCounts: Object.fromEntries(facts.number.counts),
      normals: Object.fromEntries(facts.number.normals),
    };
  });

export const naiveFacts = (
  chunk: readonly Observation[],
  number: NaiveNumber,
  plan: FactPlan,
): NaiveFacts[] => chunk.map((one) => number.factsOf(chunk, one, plan));

/** Whether an answer is the one a number gives that knows just this. */
export function isAnswerOf(
  number: NaiveNumber,
  chunk: readonly Observation[],
  observed: Observed,
  plan: FactPlan,
): boolean {
  const knowsAll = [...observed.senders].every(([senderId, { state }]) => {
    const own = number.log.filter((one) => one.senderId === senderId).map(({ key }) => key);
    return own.join('|').endsWith(state.seen.map(({ key }) => key).join('|')) && own.length === state.total;
  });
  return (
    knowsAll &&
    JSON.stringify(factsIn(chunk, observed, plan)) === JSON.stringify(naiveFacts(chunk, number, plan))
  );
}
