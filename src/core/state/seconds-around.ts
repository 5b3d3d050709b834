import type { Counted, Counter, NumberCounts } from './number-counts.ts';
import { counts } from './number-counts.ts';

/** One counter, second by second, around a chunk's messages, which are taken out and put back one by one. */
export class SecondsAround {
  readonly #counter: Counter;
  readonly #from: number;
  readonly #seconds: Uint32Array;
  #last: number;

  constructor(counter: Counter, known: NumberCounts, chunk: readonly Counted[], reachS: number) {
    this.#counter = counter;
    const times = [...new Set(chunk.map(({ at }) => at))].sort((a, b) => a - b);
    this.#from = (times[0] ?? 0) - reachS + 1;
    let to = this.#from - 1;
    const seconds = new Uint32Array((times.at(-1) ?? 0) + reachS - this.#from);
    for (const at of times) {
      const from = Math.max(to + 1, at - reachS + 1);
      to = at + reachS - 1;
      known.eachSecond(counter, from, to, (second, count) => (seconds[second - this.#from] = count));
    }
    for (const message of chunk) {
      const place = message.at - this.#from;
      const count = seconds[place] ?? 0;
      if (counts(counter, message) && count > 0) seconds[place] = count - 1;
    }
    this.#seconds = seconds;
    this.#last = to - this.#from;
    while (this.#last > 0 && this.#seconds[this.#last] === 0) this.#last -= 1;
  }

  put(message: Counted): void {
    if (!counts(this.#counter, message)) return;
    const place = message.at - this.#from;
    this.#seconds[place] = (this.#seconds[place] ?? 0) + 1;
    this.#last = Math.max(this.#last, place);
  }

  /** The most in any window of `within` seconds that contains `at`, see `busiestWindow`. */
  busiest(at: number, within: number): number {
    const seconds = this.#seconds;
    const place = at - this.#from;
    let sum = 0;
    for (let second = place - within + 1; second <= place; second += 1) sum += seconds[second] ?? 0;
    let best = sum;
    const end = Math.min(this.#last, place + within - 1);
    for (let second = place + 1; second <= end; second += 1) {
      sum += (seconds[second] ?? 0) - (seconds[second - within] ?? 0);
      if (sum > best) best = sum;
    }
    return best;
  }
}
