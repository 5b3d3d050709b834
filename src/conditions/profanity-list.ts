import { Filter } from 'bad-words';
import { plainText } from '../core/text/plain.ts';
import type { TextViews } from '../core/text/views.ts';
import { sharedFinder } from './finder.ts';
import type { Finder } from './finder.ts';
import type { Hit } from './hits.ts';
import { MAX_HITS } from './hits.ts';
import { compileWords } from './word-table.ts';

const WORDS = /^[\p{L}\p{N}]{2,}(?: [\p{L}\p{N}]{2,})*$|^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+$/u;

/** bad-words' list in the plain view. Its stars and semicolons are leftovers: `arse*` as a prefix would hit arsenal, `fitt*` fitting. */
const ENTRIES: ReadonlySet<string> = new Set(
  new Filter().list.map((entry) => plainText(entry).replace(/^\*|[*;]+$/g, '')),
);

export const isListedProfanity = (word: string): boolean => ENTRIES.has(plainText(word));

/** Finds the words of bad-words' list but for those of `except`. */
export const profanityFinder: (except: readonly string[]) => Finder = sharedFinder((except) => {
  const excepted = new Set(except.map(plainText));
  const entries = [...ENTRIES].filter((entry) => !excepted.has(entry));
  const findWords = compileWords(entries.filter((entry) => WORDS.test(entry)));
  const findSpellings = compileSpellings(entries.filter((entry) => !WORDS.test(entry)));
  return (text) => [...findWords(text), ...findSpellings(text)];
});

/**
 * Spellings with signs inside (`sh!t`, `f u c k`), which tokens cannot tell. One expression of literals only; they must stand
 * alone, or `s hit` would be found in "it's hit".
 */
function compileSpellings(spellings: readonly string[]): (text: TextViews) => Hit[] {
  if (spellings.length === 0) return () => [];
  const longestFirst = spellings.toSorted((a, b) => b.length - a.length);
  const literals = longestFirst.map((spelling) => spelling.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<=^|\\s)(?:${literals})(?=$|[\\s.,;:?!])`, 'gu');
  return ({ plain }) => {
    const hits: Hit[] = [];
    for (const match of plain.matchAll(pattern)) {
      hits.push({ start: match.index, end: match.index + match[0].length });
      if (hits.length === MAX_HITS) break;
    }
    return hits;
  };
}
