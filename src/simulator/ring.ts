/** The newest `limit` items, oldest first; what fell out is only counted. */
export class Ring<T> {
  readonly #limit: number;
  #items: T[] = [];
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Items ever pushed, kept or not. */
  get total(): number {
    return this.#total;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#total += 1;
    // Trimmed in bulk, so that a push costs O(1) on average.
    if (this.#items.length >= this.#limit * 2) this.#items = this.#items.slice(-this.#limit);
  }

  toArray(): T[] {
    return this.#items.slice(-this.#limit);
  }

  clear(): void {
    this.#items = [];
    this.#total = 0;
  }
}
