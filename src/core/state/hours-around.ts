import { normalOf } from './normal.ts';
import type { Counted, HourCounter, NumberCounts } from './number-counts.ts';
import { counts, HOUR_S } from './number-counts.ts';

const hourOf = (at: number): number => Math.floor(at / HOUR_S);

/** One counter hour by hour, a chunk's messages taken out and put back one by one: what is normal at each of them. */
export class HoursAround {
  readonly #counter: HourCounter;
  readonly #known: NumberCounts;
  /** Hour → messages of the chunk that are not put back yet. */
  readonly #missing = new Map<number, number>();
  /** Holds until a message of another hour is put back. */
  #normal: { hour: number; value: number | null } | null = null;

  constructor(counter: HourCounter, known: NumberCounts, chunk: readonly Counted[]) {
    this.#counter = counter;
    this.#known = known;
    for (const message of chunk) this.#move(message, 1);
  }

  put(message: Counted): void {
    this.#move(message, -1);
  }

  /** In an hour's length; null when there is no telling yet. */
  normalAt(at: number): number | null {
    const hour = hourOf(at);
    if (this.#normal?.hour !== hour) {
      const inHour = (one: number): number =>
        Math.max(0, this.#known.inHour(this.#counter, one) - (this.#missing.get(one) ?? 0));
      this.#normal = { hour, value: normalOf(inHour, hour, this.#known.since) };
    }
    return this.#normal.value;
  }

  #move(message: Counted, by: 1 | -1): void {
    const hour = hourOf(message.at);
    if (!counts(this.#counter, message)) return;
    this.#missing.set(hour, (this.#missing.get(hour) ?? 0) + by);
    if (this.#normal?.hour !== hour) this.#normal = null;
  }
}
