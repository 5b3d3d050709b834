import { readSentAt } from '../core/normalize/sent-at.ts';
import { field } from '../core/normalize/read.ts';
import type { Arrival } from '../explain/payload.ts';
import { Timeline, type Delivered } from '../timeline/timeline.ts';
import type { Pass, PassSettings } from './pass.ts';
import type { Row, Tags } from './row.ts';
import { Sorter } from './sorter.ts';
import { textArrival } from './texts.ts';
import { verdictOf, type Outcome } from './verdict.ts';

interface Waiting {
  arrival: Arrival;
  tags: Tags;
  /** Nobody sent it: the sender is invented. */
  isText: boolean;
}

/** Everything in the order it was written, on a clock of its own: senders fill windows of the number together, are blocked and let back in. */
export class Together implements Pass, Disposable {
  readonly #settings: PassSettings;
  readonly #sorter = new Sorter<Waiting>();
  readonly #timelines: readonly Timeline[];
  #texts = 0;
  /** Blocks the brake held, under the rules asked about. */
  held = 0;

  constructor(settings: PassSettings) {
    this.#settings = settings;
    this.#timelines = settings.rulesets.map((ruleset) => new Timeline({ ruleset, mode: 'enforce' }));
  }

  get waiting(): number {
    return this.#sorter.count;
  }

  /** What happened at the pretended Meta, by ruleset. */
  get happened(): { blocks: number; lifts: number }[] {
    return this.#timelines.map(({ events }) => ({
      blocks: events.filter(({ kind }) => kind === 'blocked').length,
      lifts: events.filter(({ kind }) => kind === 'lifted').length,
    }));
  }

  take(row: Row, bytes: number): void {
    const { phoneNumberId, textsFrom, textsEvery, now } = this.#settings;
    if (row.kind === 'text') {
      const at = textsFrom + this.#texts * textsEvery;
      const arrival = textArrival(row.text, this.#texts, at, phoneNumberId);
      this.#texts += 1;
      this.#sorter.add('', at, { arrival, tags: row.tags, isText: true }, bytes);
      return;
    }
    for (const arrival of row.arrivals) {
      const at = readSentAt(field(arrival.envelope.message, 'timestamp'), now);
      this.#sorter.add('', at, { arrival, tags: row.tags, isText: false }, bytes / row.arrivals.length);
    }
  }

  async *finish(): AsyncGenerator<number> {
    let done = 0;
    for await (const batch of this.#sorter.sorted()) {
      for (const { at, item } of batch) this.#deliver(item, at);
      done += batch.length;
      yield done;
    }
    this.#settings.tally.people.close();
  }

  [Symbol.dispose](): void {
    this.#sorter[Symbol.dispose]();
  }

  #deliver({ arrival, tags, isText }: Waiting, at: number): void {
    const { tally, labels, rulesets } = this.#settings;
    const delivered = this.#timelines.map((timeline) => timeline.deliver(arrival, at));
    const [first] = delivered;
    if (first === undefined || first.kind === 'no-message') {
      tally.unreadable += 1;
      return;
    }
    const outcomes = delivered.flatMap((one, index): Outcome[] => {
      const ruleset = rulesets[index];
      return ruleset === undefined ? [] : outcomeOf(one, ruleset);
    });
    if (outcomes.length < delivered.length) {
      tally.repeated += 1;
      return;
    }
    if (first.kind === 'message' && first.effect === 'held') this.held += 1;
    const { sender, phoneNumberId } = first.message;
    const known = isText ? null : { id: sender.id, phoneNumberId };
    tally.add({ tags, meaning: labels.meaningOf(tags.label), sender: known, outcomes });
  }
}

/** Empty for a message that was delivered before. */
function outcomeOf(delivered: Delivered, { policyFor }: PassSettings['rulesets'][number]): Outcome[] {
  if (delivered.kind === 'kept-out') return ['kept-out'];
  if (delivered.kind !== 'message') return [];
  const { phoneNumberId, displayPhoneNumber } = delivered.message;
  return [verdictOf(delivered, policyFor(phoneNumberId, displayPhoneNumber))];
}
