import type { SkeletonToken } from '../../core/text/skeleton.ts';
import type { TextViews } from '../../core/text/views.ts';
import type { Report } from './automaton.ts';
import { Automaton } from './automaton.ts';
import type { Phrase } from './entry-sets.ts';
import type { Sought } from './found.ts';
import { counts } from './found.ts';
import type { Collect } from './plain-search.ts';
import { readsAs, withoutRuns } from './stretched.ts';

/** A word can be read in several ways, and so can the next: more ways than these side by side are no text. */
const MOST_STATES = 16;
const START: readonly number[] = [0];

/**
 * Finds words and phrases in which at least one word is disguised. All readings of a word are followed at once, through an
 * automaton over words without their doubled letters; what it reports is compared letter by letter.
 */
export class DisguisedWords {
  /** Of the words of phrases, as they are and without doubled letters. */
  readonly #exact = new Map<string, number>();
  readonly #symbols = new Map<string, number>();
  readonly #automaton: Automaton;
  /** By sequence: the phrases that differ in doubled letters only. */
  readonly #phrases: (readonly Phrase[])[];
  /** In words. */
  readonly #longest: number;
  #searches = 0;

  /** From phrases as the skeleton writes them. */
  constructor(phrases: ReadonlyMap<string, Phrase>) {
    const alike = new Map<string, Phrase[]>();
    for (const phrase of phrases.values()) {
      const key = phrase.tokens.map(withoutRuns).join(' ');
      alike.set(key, [...(alike.get(key) ?? []), phrase]);
      for (const token of phrase.tokens) this.#exact.set(token, this.#add(withoutRuns(token)));
    }
    const sequences = [...alike.keys()].map((key) => key.split(' ').map((token) => this.#add(token)));
    this.#phrases = [...alike.values()];
    this.#longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
    this.#automaton = new Automaton(sequences, this.#symbols.size);
  }

  search(text: TextViews, collect: Collect): void {
    const tokens = text.skeletonTokens;
    const report = this.#reporter(text, collect);
    let states = START;
    let next = nextDisguised(tokens, 0);
    for (let index = 0; index < tokens.length; index += 1) {
      if (next < index) next = nextDisguised(tokens, index);
      if (states === START) {
        if (next === tokens.length) return;
        // What a phrase may hold of the next disguised word begins less than its own length before it.
        index = Math.max(index, next - this.#longest + 1);
      }
      const token = tokens[index];
      if (token === undefined) return;
      states = this.#step(states, token);
      if (states !== START) for (const state of states) this.#automaton.reportEnds(state, index, report);
    }
  }

  /** Takes what the automaton reports: the words must read as a phrase, and one of them must be disguised. */
  #reporter(text: TextViews, collect: Collect): Report {
    const tokens = text.skeletonTokens;
    const search = (this.#searches += 1);
    return (sequence, last) => {
      for (const { tokens: words, sought } of this.#phrases[sequence] ?? []) {
        const first = last - words.length + 1;
        if (!reads(tokens, first, words)) continue;
        note(text, sought, search, [tokens[first]?.start ?? 0, tokens[last]?.end ?? 0], collect);
      }
    };
  }

  #step(states: readonly number[], token: SkeletonToken): readonly number[] {
    let after = START;
    for (const reading of token.readings) {
      const symbol = token.disguised ? this.#symbols.get(withoutRuns(reading)) : this.#exact.get(reading);
      if (symbol === undefined) continue;
      for (const state of states) {
        const next = this.#automaton.next(state, symbol);
        if (after === START) after = next === 0 ? START : [next];
        else if (next !== 0 && after.length < MOST_STATES && !after.includes(next)) after = [...after, next];
      }
    }
    return after;
  }

  #add(token: string): number {
    const symbol = this.#symbols.get(token) ?? this.#symbols.size + 1;
    this.#symbols.set(token, symbol);
    return symbol;
  }
}

function nextDisguised(tokens: readonly SkeletonToken[], from: number): number {
  let index = from;
  while (index < tokens.length && tokens[index]?.disguised !== true) index += 1;
  return index;
}

function reads(tokens: readonly SkeletonToken[], first: number, words: readonly string[]): boolean {
  let disguised = false;
  for (let at = 0; at < words.length; at += 1) {
    const token = tokens[first + at];
    const word = words[at] ?? '';
    if (token?.readings.some((reading) => readsAs(reading, word)) !== true) return false;
    disguised ||= token.disguised;
  }
  return disguised;
}

function note(
  text: TextViews,
  sought: Sought,
  search: number,
  [start, end]: readonly [number, number],
  collect: Collect,
): void {
  if (counts(sought, search, start, end))
    collect().add({ ...text.plainStretch(start, end), view: 'plain' }, sought.sets);
}
