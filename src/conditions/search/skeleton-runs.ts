import { Automaton } from './automaton.ts';
import { mayStandFor, runAt, withoutRuns } from './stretched.ts';
import { Scratch } from './scratch.ts';
import { UnitTable } from './unit-table.ts';

/** Hears where an entry, by its number, stands in the text that is searched. */
export type RunReport = (entry: number, start: number, end: number) => void;

/**
 * Finds entries as runs of characters in text of the skeleton view: both are compared without doubled letters first, then
 * letter by letter. At its ends a run may be part of a longer one.
 */
export class StretchedRuns {
  readonly #table = new UnitTable();
  readonly #automaton: Automaton;
  /** By sequence: the entries that differ in doubled letters only. */
  readonly #entries: number[][];
  readonly #texts: readonly string[];
  readonly #symbols = new Scratch();
  readonly #starts = new Scratch();
  /** In units, without doubled letters. */
  readonly longest: number;

  constructor(texts: readonly string[]) {
    const alike = new Map<string, number[]>();
    for (const [entry, text] of texts.entries()) {
      const key = withoutRuns(text);
      alike.set(key, [...(alike.get(key) ?? []), entry]);
    }
    this.#texts = texts;
    this.#entries = [...alike.values()];
    this.longest = Math.max(0, ...texts.map(({ length }) => length));
    const sequences = [...alike.keys()].map((key) => this.#table.add(key));
    this.#automaton = new Automaton(sequences, this.#table.size);
  }

  search(text: string, report: RunReport): void {
    if (this.#texts.length === 0) return;
    const symbols = this.#symbols.atLeast(text.length);
    const starts = this.#starts.atLeast(text.length + 1);
    let length = 0;
    for (let at = 0; at < text.length; at += runAt(text, at)) {
      symbols[length] = this.#table.symbol(text.charCodeAt(at));
      starts[length] = at;
      length += 1;
    }
    starts[length] = text.length;
    this.#automaton.search(symbols, length, (sequence, last) => {
      for (const entry of this.#entries[sequence] ?? []) this.#compare(entry, starts, last, report);
    });
  }

  /** Compares the runs of an entry with those of the text that end with the one numbered `last`. */
  #compare(entry: number, starts: Int32Array, last: number, report: RunReport): void {
    const text = this.#texts[entry] ?? '';
    const own: number[] = [];
    for (let at = 0; at < text.length; at += own.at(-1) ?? 1) own.push(runAt(text, at));
    const first = last - own.length + 1;
    const end = own.length - 1;
    const length = (run: number): number => (starts[first + run + 1] ?? 0) - (starts[first + run] ?? 0);
    for (const [index, wanted] of own.entries()) {
      const has = length(index);
      const fits = mayStandFor(has, wanted) || ((index === 0 || index === end) && has > wanted);
      if (!fits) return;
    }
    const firstEnd = starts[first + 1] ?? 0;
    const start = firstEnd - Math.min(length(0), own[0] ?? 1);
    report(entry, start, (starts[last] ?? 0) + Math.min(length(end), own[end] ?? 1));
  }
}
