/** The simulator's time: it runs on, and can be moved to see windows close and pages of time go by. */
export class Clock {
  readonly #source: () => number;
  #offsetMs = 0;

  constructor(source: () => number) {
    this.#source = source;
  }

  now(): number {
    return this.#source() + this.#offsetMs;
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
  }

  /** Time goes on from `at` (ms). */
  set(at: number): void {
    this.#offsetMs = at - this.#source();
  }

  reset(): void {
    this.#offsetMs = 0;
  }
}
