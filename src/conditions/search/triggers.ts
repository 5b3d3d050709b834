import { Automaton } from './automaton.ts';
import { TWIN_LETTERS } from './pattern-needs.ts';
import { Scratch } from './scratch.ts';
import { UnitTable } from './unit-table.ts';

/** Tells which patterns a text may hold, from the runs of characters they need. */
export class Triggers {
  readonly #table = new UnitTable();
  readonly #automaton: Automaton;
  /** By run: the patterns that need it. */
  readonly #pulls: (readonly number[])[];
  /** Patterns that need nothing. */
  readonly #always: readonly number[];
  readonly #symbols = new Scratch();
  readonly #pulled: Int32Array;
  #searches = 0;

  /** By pattern: of which runs it needs one; null = it may be in any text. */
  constructor(needs: readonly (readonly string[] | null)[]) {
    const pulls = new Map<string, number[]>(TWIN_LETTERS.map((letter) => [letter, [...needs.keys()]]));
    for (const [pattern, runs] of needs.entries()) {
      for (const run of runs ?? []) pulls.set(run, [...(pulls.get(run) ?? []), pattern]);
    }
    this.#always = [...needs.keys()].filter((pattern) => (needs[pattern] ?? null) === null);
    this.#pulls = [...pulls.values()];
    this.#pulled = new Int32Array(needs.length);
    const sequences = [...pulls.keys()].map((run) => this.#table.add(run));
    this.#automaton = new Automaton(sequences, this.#table.size);
  }

  /** The patterns to try, ascending. */
  pulledBy(text: string): readonly number[] {
    if (this.#always.length === this.#pulled.length) return this.#always;
    const symbols = this.#symbols.atLeast(text.length);
    this.#table.symbols(text, symbols);
    const search = (this.#searches += 1);
    const tried: number[] = [];
    this.#automaton.search(symbols, text.length, (run) => {
      for (const pattern of this.#pulls[run] ?? []) {
        if (this.#pulled[pattern] === search) continue;
        this.#pulled[pattern] = search;
        tried.push(pattern);
      }
    });
    if (tried.length === 0) return this.#always;
    return [...new Set([...this.#always, ...tried])].sort((a, b) => a - b);
  }
}
