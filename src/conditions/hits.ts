import type { ConditionResult } from '../core/condition.ts';
import { clip } from '../core/text/clip.ts';

/** A stretch of the plain view, half-open. */
export interface Hit {
  start: number;
  end: number;
}

/** One text may repeat a word thousands of times; beyond this the count no longer matters. */
export const MAX_HITS = 1000;
const WORDS_SHOWN = 5;
const WORD_SHOWN_LENGTH = 80;

/**
 * The answer every text condition gives: how many hits, how many were wanted, and the words as their sender wrote them
 * (`original` turns a hit's offsets into them; it is costly and only asked when somebody reads the words).
 */
export function hitsResult(
  original: (start: number, end: number) => string,
  hits: readonly Hit[],
  limit: number,
): ConditionResult {
  // By far the most messages hold nothing: they cost one small object.
  if (hits.length === 0) return { matched: false, data: { count: 0, limit, found: 'nothing' }, words: [] };
  let words: readonly string[] | null = null;
  const quote = (): readonly string[] => (words ??= wordsOf(original, hits));
  return {
    matched: hits.length >= limit,
    data: {
      count: hits.length,
      limit,
      get found() {
        return quote().join(', ');
      },
    },
    get words() {
      return quote();
    },
  };
}

function wordsOf(original: (start: number, end: number) => string, hits: readonly Hit[]): string[] {
  const words = new Set<string>();
  for (const { start, end } of hits.slice(0, WORDS_SHOWN * 4)) {
    const word = original(start, end).trim();
    if (word !== '') words.add(clip(word, WORD_SHOWN_LENGTH));
    if (words.size === WORDS_SHOWN) break;
  }
  return [...words];
}

/** Adds every occurrence of `needle`, without overlaps. */
export function collectOccurrences(plain: string, needle: string, into: Hit[]): void {
  let start = plain.indexOf(needle);
  while (start !== -1 && into.length < MAX_HITS) {
    into.push({ start, end: start + needle.length });
    start = plain.indexOf(needle, start + needle.length);
  }
}
