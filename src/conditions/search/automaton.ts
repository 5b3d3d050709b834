/** Hears of each place where a sequence ends: its number, and the index of its last symbol. */
export type Report = (sequence: number, last: number) => void;

const LOAD = 2;

/**
 * Finds all of many sequences of symbols in one pass (Aho–Corasick), in time that depends on the length of the input and what is
 * found in it, not on how many sequences there are. Symbols are 1 … `alphabet`; 0 stands for whatever occurs in no sequence.
 */
export class Automaton {
  readonly #mask: number;
  /** Edges below the root, by open addressing: `[state, symbol, child]`; child 0 = free. */
  readonly #edges: Int32Array;
  /** Symbol → child of the root. */
  readonly #root: Int32Array;
  /** The longest proper suffix of what a state stands for that is a state, too. */
  readonly #fail: Int32Array;
  /** The sequence that ends in a state, counted from 1; 0 = none. */
  readonly #ends: Int32Array;
  /** The state itself or the nearest on its chain of suffixes in which a sequence ends; 0 = none. */
  readonly #firstEnd: Int32Array;

  /** The sequences must be distinct and not empty. */
  constructor(sequences: readonly ArrayLike<number>[], alphabet: number) {
    const size = sequences.reduce((sum, { length }) => sum + length, 1);
    this.#mask = 2 ** Math.ceil(Math.log2(size * LOAD + 1)) - 1;
    this.#edges = new Int32Array((this.#mask + 1) * 3);
    this.#root = new Int32Array(alphabet + 1);
    this.#ends = new Int32Array(size);
    const parent = new Int32Array(size);
    const symbol = new Int32Array(size);
    const depth = new Int32Array(size);
    let states = 1;
    for (let index = 0; index < sequences.length; index += 1) {
      const sequence = sequences[index] ?? [];
      let state = 0;
      for (let at = 0; at < sequence.length; at += 1) {
        const next = sequence[at] ?? 0;
        const known = this.#child(state, next);
        if (known === 0) {
          this.#addChild(state, next, states);
          parent[states] = state;
          symbol[states] = next;
          depth[states] = at + 1;
          states += 1;
        }
        state = known === 0 ? states - 1 : known;
      }
      this.#ends[state] = index + 1;
    }
    this.#fail = new Int32Array(states);
    this.#firstEnd = new Int32Array(states);
    // A state's suffixes are shorter than itself, so they are ready when it is its turn.
    const byDepth = Int32Array.from({ length: states - 1 }, (_, index) => index + 1);
    byDepth.sort((a, b) => (depth[a] ?? 0) - (depth[b] ?? 0));
    for (const state of byDepth) {
      const above = parent[state] ?? 0;
      const fail = above === 0 ? 0 : this.next(this.#fail[above] ?? 0, symbol[state] ?? 0);
      this.#fail[state] = fail;
      this.#firstEnd[state] = (this.#ends[state] ?? 0) === 0 ? (this.#firstEnd[fail] ?? 0) : state;
    }
  }

  /** Reports every occurrence in the first `length` symbols, those that end first first; of several that end together the longest. */
  search(symbols: Int32Array, length: number, report: Report): void {
    const firstEnd = this.#firstEnd;
    const root = this.#root;
    let state = 0;
    for (let index = 0; index < length; index += 1) {
      const symbol = symbols[index] ?? 0;
      if (symbol === 0) {
        state = 0;
        continue;
      }
      state = state === 0 ? (root[symbol] ?? 0) : this.next(state, symbol);
      if (firstEnd[state] !== 0) this.reportEnds(state, index, report);
    }
  }

  /** Reports the sequences that end in a state, the longest first. */
  reportEnds(state: number, last: number, report: Report): void {
    let end = this.#firstEnd[state] ?? 0;
    while (end !== 0) {
      report((this.#ends[end] ?? 0) - 1, last);
      end = this.#firstEnd[this.#fail[end] ?? 0] ?? 0;
    }
  }

  /** The state after one more symbol; 0 is the one to begin with. */
  next(from: number, symbol: number): number {
    let state = from;
    while (state !== 0) {
      const child = this.#child(state, symbol);
      if (child !== 0) return child;
      state = this.#fail[state] ?? 0;
    }
    return this.#root[symbol] ?? 0;
  }

  #child(state: number, symbol: number): number {
    if (state === 0) return this.#root[symbol] ?? 0;
    const edges = this.#edges;
    for (let slot = hash(state, symbol) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const child = edges[slot * 3 + 2] ?? 0;
      if (child === 0 || (edges[slot * 3] === state && edges[slot * 3 + 1] === symbol)) return child;
    }
  }

  #addChild(state: number, symbol: number, child: number): void {
    if (state === 0) {
      this.#root[symbol] = child;
      return;
    }
    let slot = hash(state, symbol) & this.#mask;
    while (this.#edges[slot * 3 + 2] !== 0) slot = (slot + 1) & this.#mask;
    this.#edges.set([state, symbol, child], slot * 3);
  }
}

function hash(state: number, symbol: number): number {
  const mixed = Math.imul(state, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
