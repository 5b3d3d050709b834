/** One entry of one number's ledger that has something to do at `at` (ms). */
export interface Appointment {
  phoneNumberId: string;
  senderId: string;
  at: number;
}

/** How many outdated appointments may wait in the heap beside the valid ones. */
const SLACK = 64;

/** When which entry is to be looked at, soonest first; at the same instant in the order they were made. One appointment an entry. */
export class Agenda {
  /** A binary heap; moved appointments stay in it until their old time comes. */
  #heap: (Appointment & { turn: number })[] = [];
  readonly #valid = new Map<string, Appointment>();
  #turns = 0;

  /** Moves the entry's appointment; `Infinity` = it has none any more. */
  set(appointment: Appointment): void {
    const key = keyOf(appointment);
    if (this.#valid.get(key)?.at === appointment.at) return;
    this.#valid.delete(key);
    if (appointment.at === Infinity) return;
    const made = { ...appointment, turn: (this.#turns += 1) };
    this.#valid.set(key, made);
    this.#push(made);
    if (this.#heap.length > 2 * this.#valid.size + SLACK) this.#tidy();
  }

  /** Takes out the first appointment that is not after `until`. */
  take(until: number): Appointment | null {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.at > until) return null;
      this.#pop();
      const key = keyOf(first);
      if (this.#valid.get(key) !== first) continue;
      this.#valid.delete(key);
      return first;
    }
  }

  #push(item: Appointment & { turn: number }): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(item);
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = heap[above];
      if (other === undefined || !isBefore(item, other)) break;
      heap[place] = other;
      place = above;
    }
    heap[place] = item;
  }

  #pop(): void {
    const heap = this.#heap;
    const item = heap.pop();
    if (item === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const lower = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (lower === undefined || !isBefore(lower, item)) break;
      heap[place] = lower;
      place = 2 * place + (lower === left ? 1 : 2);
    }
    heap[place] = item;
  }

  /** A sorted list is a heap. */
  #tidy(): void {
    const valid = new Set<Appointment>(this.#valid.values());
    this.#heap = this.#heap.filter((item) => valid.has(item)).sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }
}

const keyOf = ({ phoneNumberId, senderId }: Appointment): string => `${phoneNumberId}|${senderId}`;
const isBefore = (a: { at: number; turn: number }, b: { at: number; turn: number }): boolean =>
  a.at < b.at || (a.at === b.at && a.turn < b.turn);
