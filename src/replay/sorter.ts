import { setImmediate } from 'node:timers/promises';
import { SpilledRun } from './spilled-run.ts';

/** Something with its place: by group, within it by time, at the same time as it came. */
export interface Placed<T> {
  group: string;
  /** Instant, ms. */
  at: number;
  order: number;
  item: T;
}

/** About how much of a file is held at a time; what Node makes of it takes a few times as much. */
const DEFAULT_BYTES = 16 * 1024 * 1024;
const BATCH = 2000;

/**
 * Sorts more than fits into memory: what exceeds `bytes` waits, sorted, in files in the system's temporary folder that have no name
 * and are gone with the process. Items must survive JSON. Close it to give the files back.
 */
export class Sorter<T> implements Disposable {
  readonly #limit: number;
  #held: Placed<T>[] = [];
  #heldBytes = 0;
  readonly #runs: SpilledRun<Placed<T>>[] = [];
  #count = 0;

  constructor({ bytes = DEFAULT_BYTES }: { bytes?: number } = {}) {
    this.#limit = bytes;
  }

  /** How many items it has been given. */
  get count(): number {
    return this.#count;
  }

  /** Runs written to disk so far. */
  get spilled(): number {
    return this.#runs.length;
  }

  /** `bytes`: about how long the item is as JSON. */
  add(group: string, at: number, item: T, bytes: number): void {
    this.#held.push({ group, at, order: this.#count, item });
    this.#count += 1;
    this.#heldBytes += bytes;
    if (this.#heldBytes < this.#limit) return;
    this.#runs.push(SpilledRun.write(this.#held.sort(inPlace)));
    this.#held = [];
    this.#heldBytes = 0;
  }

  /** Everything in order, in batches; the event loop runs between them. Nothing can be added any more. */
  async *sorted(): AsyncGenerator<Placed<T>[]> {
    const held = this.#held.sort(inPlace);
    this.#held = [];
    if (this.#runs.length === 0) {
      for (let from = 0; from < held.length; from += BATCH) {
        yield held.slice(from, from + BATCH);
        await setImmediate();
      }
      return;
    }
    yield* this.#merge([held[Symbol.iterator](), ...this.#runs.map((run) => run.read())]);
  }

  async *#merge(sources: readonly Iterator<Placed<T>>[]): AsyncGenerator<Placed<T>[]> {
    const heads: Head<T>[] = [];
    for (const source of sources) advance(source, heads);
    let batch: Placed<T>[] = [];
    for (let first = heads.pop(); first !== undefined; first = heads.pop()) {
      batch.push(first.next);
      advance(first.source, heads);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
      await setImmediate();
    }
    yield batch;
  }

  [Symbol.dispose](): void {
    for (const run of this.#runs) run[Symbol.dispose]();
  }
}

interface Head<T> {
  next: Placed<T>;
  source: Iterator<Placed<T>>;
}

/** Puts the source's next item among the heads, which are kept last first, so that the first one is taken from the end. */
function advance<T>(source: Iterator<Placed<T>>, heads: Head<T>[]): void {
  const result = source.next();
  if (result.done === true) return;
  const next = result.value;
  let from = 0;
  let to = heads.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const other = heads[middle];
    if (other !== undefined && inPlace(other.next, next) > 0) from = middle + 1;
    else to = middle;
  }
  heads.splice(from, 0, { next, source });
}

const inPlace = <T>(a: Placed<T>, b: Placed<T>): number =>
  (a.group < b.group ? -1 : a.group > b.group ? 1 : 0) || a.at - b.at || a.order - b.order;
