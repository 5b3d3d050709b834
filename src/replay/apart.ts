import type { Message } from '../core/message.ts';
import { normalize, type Arrival as Received } from '../core/normalize/normalize.ts';
import { textViews } from '../core/text/views.ts';
import type { Arrival } from '../explain/payload.ts';
import type { Case } from './person.ts';
import type { Pass, PassSettings } from './pass.ts';
import type { Row, Tags } from './row.ts';
import { SenderAlone } from './sender-alone.ts';
import { Sorter } from './sorter.ts';
import { textArrival } from './texts.ts';
import type { Verdict } from './verdict.ts';

interface Waiting {
  message: Message;
  tags: Tags;
}

/** Every sender apart from all others: texts at once, delivered messages sender by sender in the order they were written. */
export class Apart implements Pass, Disposable {
  readonly #settings: PassSettings;
  readonly #sorter = new Sorter<Waiting>();

  constructor(settings: PassSettings) {
    this.#settings = settings;
  }

  get waiting(): number {
    return this.#sorter.count;
  }

  take(row: Row, bytes: number): void {
    const { phoneNumberId, textsFrom, tally } = this.#settings;
    if (row.kind === 'text') {
      // Nobody looks at the number of a sender who is alone, so all share one.
      const message = this.#read(textArrival(row.text, 0, textsFrom, phoneNumberId), textsFrom);
      if (message !== null) this.#judge(message, row.tags, this.#strangers(), false);
      return;
    }
    for (const arrival of row.arrivals) {
      const message = this.#read(arrival, this.#settings.now);
      if (message === null) {
        tally.unreadable += 1;
        continue;
      }
      const sender = `${message.phoneNumberId}|${message.sender.id}`;
      const item = { message: { ...message, receivedAt: message.sentAt }, tags: row.tags };
      this.#sorter.add(sender, message.sentAt, item, bytes / row.arrivals.length);
    }
  }

  async *finish(): AsyncGenerator<number> {
    let current = '';
    let senders = this.#strangers();
    let done = 0;
    for await (const batch of this.#sorter.sorted()) {
      for (const { group, item } of batch) {
        if (group !== current) {
          current = group;
          senders = this.#strangers();
          this.#settings.tally.people.close();
        }
        this.#judge(item.message, item.tags, senders, true);
      }
      done += batch.length;
      yield done;
    }
    this.#settings.tally.people.close();
  }

  [Symbol.dispose](): void {
    this.#sorter[Symbol.dispose]();
  }

  #read({ envelope, phoneNumberId, displayPhoneNumber }: Arrival, receivedAt: number): Message | null {
    const received: Received = { phoneNumberId, displayPhoneNumber, receivedAt };
    const read = normalize(envelope, received);
    return read.kind === 'message' ? read.message : null;
  }

  #strangers(): SenderAlone[] {
    return this.#settings.rulesets.map((ruleset) => new SenderAlone(ruleset));
  }

  #judge(message: Message, tags: Tags, senders: readonly SenderAlone[], isSomebody: boolean): void {
    const { tally, labels } = this.#settings;
    const text = textViews(message.text);
    const verdicts = senders.map((sender) => sender.judge(message, text));
    const outcomes = verdicts.filter((verdict): verdict is Verdict => verdict !== null);
    if (outcomes.length < verdicts.length) {
      tally.repeated += 1;
      return;
    }
    const { phoneNumberId } = message;
    const sender = isSomebody ? { id: message.sender.id, phoneNumberId } : null;
    tally.add({ tags, meaning: labels.meaningOf(tags.label), sender, outcomes } satisfies Case);
  }
}
