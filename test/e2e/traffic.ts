import type { Simulator } from '../../src/simulator/server.ts';
import { person, postDelivery } from '../helpers/deliveries.ts';
import { SPAM_WORD } from './rules-folder.ts';
import { compose, type Sent } from './writers.ts';

/** Meta gives up on slow receivers: a refusal must be there by then, whatever is wrong with Redis. */
const ANSWER_MS = 3_000;
const OFFENDS_EVERY = 5;

/** People who go on writing, one after the other, each delivered until it is taken; every fifth offends. */
export class Traffic {
  readonly acknowledged: Sent[] = [];
  readonly offenders: Sent[] = [];
  /** Answers other than 200 and 503, and refusals that came too late. */
  readonly wrong: string[] = [];
  /** Answers of 503. */
  refused = 0;
  /** Times nobody listened, or the connection broke. */
  unreachable = 0;
  readonly #simulator: Simulator;
  readonly #webhook: () => string;
  readonly #lanes: Promise<unknown>;
  #next = 0;
  #ended = false;

  /** `webhook` is asked each time: the receiver may have moved. */
  constructor(simulator: Simulator, webhook: () => string, lanes: number) {
    this.#simulator = simulator;
    this.#webhook = webhook;
    this.#lanes = Promise.all(Array.from({ length: lanes }, () => this.#lane()));
  }

  /** Everything begun is still delivered. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#lanes;
  }

  async #lane(): Promise<void> {
    while (!this.#ended) {
      const n = (this.#next += 1);
      const offends = n % OFFENDS_EVERY === 0;
      const sent = compose(this.#simulator, person(n), offends ? SPAM_WORD : 'Is my order on its way?')!;
      if (offends) this.offenders.push(sent);
      while (!(await this.#isTaken(sent))) await new Promise((resolve) => setTimeout(resolve, 100));
      this.acknowledged.push(sent);
    }
  }

  async #isTaken({ content }: Sent): Promise<boolean> {
    const sentAt = performance.now();
    const status = await postDelivery(this.#webhook(), content).catch(() => null);
    if (status === 503 && performance.now() - sentAt > ANSWER_MS) this.wrong.push('late');
    if (status === null) this.unreachable += 1;
    else if (status === 503) this.refused += 1;
    else if (status !== 200) this.wrong.push(String(status));
    return status === 200;
  }
}
