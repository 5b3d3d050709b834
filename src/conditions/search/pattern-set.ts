import { RE2JS } from 're2js';
import type { Hit, PatternFinder, SearchView } from '../../core/search.ts';
import type { TextViews } from '../../core/text/views.ts';
import { neededBy } from './pattern-needs.ts';
import { Pattern } from './pattern.ts';
import { rememberTexts } from './remember-texts.ts';
import { Triggers } from './triggers.ts';

/** Work that finding the places of one text's matches may take, in steps of patterns × characters: some milliseconds. */
const PLACES_BUDGET = 150_000;
/** What the states of all patterns may take together, and what each may in any case. */
const ALL_STATE_BYTES = 128 * 1024 * 1024;
const LEAST_STATE_BYTES = 64 * 1024;

/** What is known of a pattern and a text. */
const ABSENT = 0;
const POSSIBLE = 1;
const PRESENT = 2;

interface Searched {
  /** By pattern. A pattern that no condition asks for is never tried. */
  states: Uint8Array;
  /** What is left for finding places. */
  budget: number;
}

/**
 * The patterns that look at one view. Case matters in the text as written, and nowhere else. A pattern is only tried on texts that
 * hold the characters it needs (all are asked in one pass for that), and only when a condition asks for it. (All in one RE2Set would
 * be one pass, too, but its automaton has a state for each combination of half-done matches: 80 everyday patterns stalled for 100 ms
 * on 4,096 random characters.)
 */
export class PatternSet {
  readonly #view: SearchView;
  readonly #ids = new Map<string, number>();
  readonly #patterns: Pattern[] = [];
  readonly #needs: (readonly string[] | null)[] = [];
  #triggers: Triggers | null = null;
  /** Of all patterns together, in steps. */
  size = 0;

  constructor(view: SearchView) {
    this.#view = view;
  }

  add(sources: readonly string[]): PatternFinder {
    const own = [...new Set(sources.map((source) => this.#idOf(source)))].sort((a, b) => a - b);
    return (text) => {
      const searched = this.#searched(text);
      if (!own.some((id) => this.#isIn(id, text, searched))) return null;
      return () =>
        own.filter((id) => this.#isIn(id, text, searched)).flatMap((id) => this.#places(id, text, searched));
    };
  }

  seal(): void {
    this.#compile();
  }

  #idOf(source: string): number {
    const known = this.#ids.get(source);
    if (known !== undefined) return known;
    const folded = this.#view !== 'raw';
    const pattern = new Pattern(source, folded ? RE2JS.CASE_INSENSITIVE : 0);
    const id = this.#patterns.push(pattern) - 1;
    this.#needs.push(neededBy(source, { folded }));
    this.#ids.set(source, id);
    this.size += pattern.size;
    this.#triggers = null;
    this.#searched.forget();
    return id;
  }

  #compile(): Triggers {
    if (this.#triggers !== null) return this.#triggers;
    const share = Math.max(LEAST_STATE_BYTES, Math.floor(ALL_STATE_BYTES / this.#patterns.length));
    for (const pattern of this.#patterns) pattern.prepare(share);
    return (this.#triggers = new Triggers(this.#needs));
  }

  readonly #searched = rememberTexts((text: TextViews): Searched => {
    const states = new Uint8Array(this.#patterns.length);
    for (const id of this.#compile().pulledBy(text[this.#view])) states[id] = POSSIBLE;
    return { states, budget: PLACES_BUDGET };
  });

  #isIn(id: number, text: TextViews, { states }: Searched): boolean {
    if (states[id] === POSSIBLE)
      states[id] = this.#patterns[id]?.isIn(text[this.#view]) === true ? PRESENT : ABSENT;
    return states[id] === PRESENT;
  }

  #places(id: number, text: TextViews, searched: Searched): readonly Hit[] {
    const pattern = this.#patterns[id];
    if (pattern === undefined) return [];
    const input = text[this.#view];
    const length = Math.min(input.length, Math.floor(searched.budget / pattern.size));
    searched.budget -= length * pattern.size;
    return pattern.places(input, length).map((place) => ({ ...place, view: this.#view }));
  }
}
