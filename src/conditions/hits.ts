import type { ConditionResult } from '../core/condition.ts';
import type { Hit } from '../core/search.ts';
import { clip } from '../core/text/clip.ts';
import type { TextViews } from '../core/text/views.ts';

const WORDS_SHOWN = 5;
const WORD_SHOWN_LENGTH = 80;
const NOTHING: readonly string[] = [];

/** Makes the answers of a text condition: how many hits, how many were wanted, and the words as their sender wrote them. */
export function hitsAnswers(limit: number): (text: TextViews, hits: readonly Hit[]) => ConditionResult {
  const nothing = nothingFound(limit);
  return (text, hits) =>
    hits.length === 0 ? nothing : new HitsResult(text, () => hits, limit, hits.length >= limit);
}

/** The same where one hit is enough, and where the hits are is not known yet; null = there is none. */
export function anyHitAnswers(): (text: TextViews, hits: (() => readonly Hit[]) | null) => ConditionResult {
  const nothing = nothingFound(1);
  return (text, hits) => (hits === null ? nothing : new HitsResult(text, hits, 1, true));
}

/** By far the most messages hold nothing: they share one object. */
const nothingFound = (limit: number): ConditionResult => ({
  matched: false,
  data: { count: 0, limit, found: 'nothing' },
  words: NOTHING,
});

/** Finding the words as they were written is costly and only done when somebody reads them. */
class HitsResult implements ConditionResult {
  readonly matched: boolean;
  readonly #text: TextViews;
  readonly #limit: number;
  readonly #findHits: () => readonly Hit[];
  #hits: readonly Hit[] | undefined;
  #words: readonly string[] | undefined;

  constructor(text: TextViews, hits: () => readonly Hit[], limit: number, matched: boolean) {
    this.#text = text;
    this.#findHits = hits;
    this.#limit = limit;
    this.matched = matched;
  }

  get data(): { count: number; limit: number; found: string } {
    const words = (): readonly string[] => this.words;
    return {
      count: this.#places.length,
      limit: this.#limit,
      get found() {
        return words().join(', ');
      },
    };
  }

  get words(): readonly string[] {
    return (this.#words ??= writtenWords(this.#text, this.#places));
  }

  get #places(): readonly Hit[] {
    return (this.#hits ??= this.#findHits());
  }
}

/** The words of the first hits as their sender wrote them. */
export function writtenWords(text: TextViews, hits: readonly Hit[]): string[] {
  const words = new Set<string>();
  for (const { start, end, view } of hits.slice(0, WORDS_SHOWN * 4)) {
    const original = view === 'raw' ? text.raw.slice(start, end) : text.originalOf(start, end, view);
    const word = original.trim();
    if (word !== '') words.add(clip(word, WORD_SHOWN_LENGTH));
    if (words.size === WORDS_SHOWN) break;
  }
  return [...words];
}
