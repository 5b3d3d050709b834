import { Filter } from 'bad-words';
import { plainText } from '../core/text/plain.ts';
import { skeletonOf } from '../core/text/skeleton.ts';

const WORDS = /^[\p{L}\p{N}]{2,}(?: [\p{L}\p{N}]{2,})*$|^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+$/u;

/** bad-words' list in the plain view. Its stars and semicolons are leftovers: `arse*` as a prefix would hit arsenal, `fitt*` fitting. */
const ENTRIES: readonly string[] = [
  ...new Set(new Filter().list.map((entry) => plainText(entry).replace(/^\*|[*;]+$/g, ''))),
];

/**
 * bad-words' list but for those of `except`, and `add`. Spellings with signs inside (`sh!t`, `f u c k`) are apart: tokens cannot
 * tell them, and they must stand alone, or `s hit` would be found in "it's hit". A word that is excepted is so in disguise, too (`sh1t`).
 */
export function profanities(
  except: readonly string[],
  add: readonly string[],
): { words: readonly string[]; spellings: readonly string[] } {
  const excepted = new Set(except.flatMap((word) => [plainText(word), skeletonOf(word)]));
  const listed = ENTRIES.filter((entry) => !excepted.has(entry) && !excepted.has(skeletonOf(entry)));
  return {
    words: [...listed.filter((entry) => WORDS.test(entry)), ...add],
    spellings: listed.filter((entry) => !WORDS.test(entry)),
  };
}
