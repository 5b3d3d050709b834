import { Automaton } from './automaton.ts';
import type { Phrase, Run } from './entry-sets.ts';
import type { Found, Sought } from './found.ts';
import { counts } from './found.ts';
import { Scratch } from './scratch.ts';
import { scanTokens, TokenTable } from './token-table.ts';
import { UnitTable } from './unit-table.ts';

/** What a search adds its hits to, made when there is a first one. */
export type Collect = () => Found;

/** Finds words and phrases (tokens side by side, whatever stands between them) in one pass. */
export class PhraseSearch {
  readonly #table = new TokenTable();
  readonly #automaton: Automaton;
  readonly #phrases: readonly Sought[];
  readonly #lengths: readonly number[];
  readonly #symbols = new Scratch();
  readonly #starts = new Scratch();
  readonly #ends = new Scratch();
  #searches = 0;

  constructor(phrases: ReadonlyMap<string, Phrase>) {
    const sequences = [...phrases.values()].map(({ tokens }) =>
      tokens.map((token) => this.#table.add(token)),
    );
    this.#phrases = [...phrases.values()].map(({ sought }) => sought);
    this.#lengths = sequences.map(({ length }) => length);
    this.#automaton = new Automaton(sequences, this.#table.size);
  }

  search(plain: string, collect: Collect): void {
    if (this.#phrases.length === 0) return;
    const most = (plain.length >> 1) + 1;
    const symbols = this.#symbols.atLeast(most);
    const starts = this.#starts.atLeast(most);
    const ends = this.#ends.atLeast(most);
    const count = scanTokens(plain, this.#table, { symbols, starts, ends });
    const search = (this.#searches += 1);
    this.#automaton.search(symbols, count, (sequence, last) => {
      const phrase = this.#phrases[sequence];
      if (phrase === undefined) return;
      const start = starts[last - (this.#lengths[sequence] ?? 0) + 1] ?? 0;
      const end = ends[last] ?? 0;
      if (counts(phrase, search, start, end)) collect().add({ start, end, view: 'plain' }, phrase.sets);
    });
  }
}

/** Finds runs of characters anywhere in one pass. */
export class RunSearch {
  readonly #table = new UnitTable();
  readonly #automaton: Automaton;
  readonly #runs: readonly Run[];
  readonly #lengths: readonly number[];
  readonly #symbols = new Scratch();
  #searches = 0;

  constructor(runs: ReadonlyMap<string, Run>) {
    const texts = [...runs.keys()];
    this.#runs = [...runs.values()];
    this.#lengths = texts.map(({ length }) => length);
    const sequences = texts.map((text) => this.#table.add(text));
    this.#automaton = new Automaton(sequences, this.#table.size);
  }

  search(plain: string, collect: Collect): void {
    if (this.#runs.length === 0) return;
    const symbols = this.#symbols.atLeast(plain.length);
    this.#table.symbols(plain, symbols);
    const search = (this.#searches += 1);
    this.#automaton.search(symbols, plain.length, (sequence, last) => {
      const end = last + 1;
      const start = end - (this.#lengths[sequence] ?? 0);
      for (const run of this.#runs[sequence] ?? []) {
        if (run.alone && !standsAlone(plain, start, end)) continue;
        if (counts(run, search, start, end)) collect().add({ start, end, view: 'plain' }, run.sets);
      }
    });
  }
}

const BEFORE = ' ';
const AFTER = ' .,;:?!';

function standsAlone(plain: string, start: number, end: number): boolean {
  const freeBefore = start === 0 || BEFORE.includes(plain.charAt(start - 1));
  return freeBefore && (end === plain.length || AFTER.includes(plain.charAt(end)));
}
