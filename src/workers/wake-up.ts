/** Decides how soon the blocker is woken: after a short delay that lets a batch gather, at once when one is full. Pure state, one a process. */
export class WakeUps {
  readonly #delayMs: number;
  readonly #batchSize: number;
  readonly #gathered = new Map<string, number>();

  constructor(delayMs: number, batchSize: number) {
    this.#delayMs = delayMs;
    this.#batchSize = batchSize;
  }

  /** `due` more entries of a number wait for the blocker; returns the delay to ask for, ms. */
  add(phoneNumberId: string, due: number): number {
    const gathered = (this.#gathered.get(phoneNumberId) ?? 0) + due;
    const full = gathered >= this.#batchSize;
    this.#gathered.set(phoneNumberId, full ? 0 : gathered);
    return full ? 0 : this.#delayMs;
  }

  /** The blocker serves the number: gathering starts anew. */
  served(phoneNumberId: string): void {
    this.#gathered.delete(phoneNumberId);
  }
}
