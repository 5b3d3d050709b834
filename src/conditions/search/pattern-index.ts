import type { PatternFinder, SearchedText, SearchView } from '../../core/search.ts';
import { PatternSet } from './pattern-set.ts';

/** Enough for a thousand patterns of a usual size. */
const MOST_STEPS = 100_000;

/** All patterns of a ruleset, by the view they look at. */
export class PatternIndex {
  readonly #sets = new Map<string, PatternSet>();

  add(sources: readonly string[], view: SearchView, of: SearchedText): PatternFinder {
    const key = `${of} ${view}`;
    const set = this.#sets.get(key) ?? new PatternSet(view);
    this.#sets.set(key, set);
    const finder = set.add(sources);
    const steps = [...this.#sets.values()].reduce((sum, { size }) => sum + size, 0);
    if (steps > MOST_STEPS) {
      throw new Error(
        `with this one, the patterns of all rules together take ${steps} steps; at most ${MOST_STEPS} are possible: take out patterns, and move plain words to text.words`,
      );
    }
    return finder;
  }

  seal(): void {
    for (const set of this.#sets.values()) set.seal();
  }
}
