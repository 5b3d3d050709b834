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

/**
 * The patterns that look at one view. Case matters in the text as written, and nowhere else. A pattern is only tried on texts that
 * hold the characters it needs; all are asked in one pass for that. (All in one RE2Set would be one pass, too, but its automaton
 * has a state for each combination of half-done matches: 80 everyday patterns stalled for 100 ms on 4,096 random characters.)
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
    const own = new Set(sources.map((source) => this.#idOf(source)));
    return (text) => {
      const { ids } = this.#matching(text);
      if (ids.length === 0 || !ids.some((id) => own.has(id))) return null;
      return () => ids.filter((id) => own.has(id)).flatMap((id) => this.#places(id, text));
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
    this.#matching.forget();
    return id;
  }

  #compile(): Triggers {
    if (this.#triggers !== null) return this.#triggers;
    const share = Math.max(LEAST_STATE_BYTES, Math.floor(ALL_STATE_BYTES / this.#patterns.length));
    for (const pattern of this.#patterns) pattern.prepare(share);
    return (this.#triggers = new Triggers(this.#needs));
  }

  readonly #matching = rememberTexts((text: TextViews): { ids: readonly number[]; budget: number } => {
    const input = text[this.#view];
    const tried = this.#compile().pulledBy(input);
    return { ids: tried.filter((id) => this.#patterns[id]?.isIn(input)), budget: PLACES_BUDGET };
  });

  #places(id: number, text: TextViews): readonly Hit[] {
    const found = this.#matching(text);
    const pattern = this.#patterns[id];
    if (pattern === undefined) return [];
    const input = text[this.#view];
    const length = Math.min(input.length, Math.floor(found.budget / pattern.size));
    found.budget -= length * pattern.size;
    return pattern.places(input, length).map((place) => ({ ...place, view: this.#view }));
  }
}
