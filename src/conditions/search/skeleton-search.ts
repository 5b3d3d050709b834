import type { SkeletonToken } from '../../core/text/skeleton.ts';
import type { TextViews } from '../../core/text/views.ts';
import type { EntrySets } from './entry-sets.ts';
import type { Sought } from './found.ts';
import { counts } from './found.ts';
import type { Collect } from './plain-search.ts';
import { StretchedRuns } from './skeleton-runs.ts';
import { DisguisedWords } from './skeleton-words.ts';

/** Shorter words inside letters written one by one are chance unless they begin or end them. */
const SURE_LENGTH = 5;
/** Of all words in a text together; one that has more is made of nothing else. */
const MOST_READINGS = 1000;

/**
 * Searches the skeleton view of a text in which something is disguised. Only hits that touch a disguised word count: the plain
 * view has shown the others. Hits are given as stretches of the plain view.
 */
export class SkeletonSearch {
  readonly #words: DisguisedWords;
  readonly #runs: StretchedRuns;
  readonly #runSought: readonly (readonly Sought[])[];
  /** Words and phrases without spaces, for letters written one by one. */
  readonly #spelled: StretchedRuns;
  readonly #spelledSought: readonly Sought[];
  #searches = 0;

  /** From entries as the skeleton writes them. */
  constructor({ phrases, runs }: EntrySets) {
    this.#words = new DisguisedWords(phrases);
    this.#runs = new StretchedRuns([...runs.keys()]);
    this.#runSought = [...runs.values()];
    this.#spelled = new StretchedRuns([...phrases.values()].map(({ tokens }) => tokens.join('')));
    this.#spelledSought = [...phrases.values()].map(({ sought }) => ({ ...sought }));
  }

  search(text: TextViews, collect: Collect): void {
    this.#words.search(text, collect);
    const search = (this.#searches += 1);
    this.#searchRuns(text, search, collect);
    for (const token of text.skeletonTokens) {
      if (token.spelled) this.#searchSpelled(text, token, search, collect);
    }
  }

  #searchSpelled(text: TextViews, token: SkeletonToken, search: number, collect: Collect): void {
    for (const reading of token.readings) {
      this.#spelled.search(reading, (entry, start, end) => {
        const sought = this.#spelledSought[entry];
        if (sought === undefined) return;
        const sure = start === 0 || end === reading.length || end - start >= SURE_LENGTH;
        if (!sure || !counts(sought, search, token.start + start, token.start + end)) return;
        collect().add({ ...text.plainStretch(token.start, token.end), view: 'plain' }, sought.sets);
      });
    }
  }

  #searchRuns(text: TextViews, search: number, collect: Collect): void {
    const disguised = text.skeletonTokens.filter((token) => token.disguised);
    let next = 0;
    this.#runs.search(text.skeleton, (entry, start, end) => {
      while ((disguised[next]?.end ?? Infinity) <= start - this.#runs.longest * 3) next += 1;
      for (let index = next; index < disguised.length; index += 1) {
        const token = disguised[index];
        if (token === undefined || token.start >= end) return;
        if (token.end <= start) continue;
        this.#note(text, entry, start, end, search, collect);
        return;
      }
    });
    let readings = 0;
    for (const token of disguised) {
      for (const reading of token.readings.slice(1)) {
        readings += 1;
        if (readings > MOST_READINGS) return;
        this.#searchReading(text, token, reading, search, collect);
      }
    }
  }

  /** Looks around one word read in another way. */
  #searchReading(
    text: TextViews,
    token: SkeletonToken,
    reading: string,
    search: number,
    collect: Collect,
  ): void {
    const reach = this.#runs.longest;
    const before = text.skeleton.slice(Math.max(0, token.start - reach), token.start);
    const after = text.skeleton.slice(token.end, token.end + reach);
    const end = before.length + reading.length;
    this.#runs.search(before + reading + after, (entry, from, to) => {
      if (to <= before.length || from >= end) return;
      const shift = token.start - before.length;
      const start = Math.min(from + shift, token.start);
      const stop = Math.max(to - end + token.end, token.end);
      this.#note(text, entry, start, stop, search, collect);
    });
  }

  #note(text: TextViews, entry: number, start: number, end: number, search: number, collect: Collect): void {
    for (const sought of this.#runSought[entry] ?? []) {
      if (!sought.alone && counts(sought, search, start, end))
        collect().add({ ...text.plainStretch(start, end), view: 'plain' }, sought.sets);
    }
  }
}
