import { plainText } from '../../core/text/plain.ts';
import { lettersSeen } from './as-seen.ts';
import { BrandIndex, readSeen } from './brand-index.ts';
import type { Likeness } from './likeness.ts';
import { remembered } from './likeness.ts';
import { NAME_WORDS } from './pretence-words.ts';

const MOST_WORDS = 16;
const BETWEEN = /[^\p{L}\p{M}\p{N}$@€|!]+/u;
const SIGNS_AROUND = /^[$@€|!]+|[$@€|!]+$/gu;
/** A capital I behind a small letter may be an `l` as well, like a `1`. */
const CAPITAL_I = /(?<=\p{Ll})I/gu;

/** Makes a function that tells whom a profile name or username pretends to be. */
export function nameLikeness(names: readonly string[]): (name: string) => Likeness | null {
  const brands = names.map((name) => ({
    name,
    plain: plainOf(name),
    seen: readSeen(wordsOf(name).flatMap(lettersSeen)),
  }));
  const index = new BrandIndex(brands, NAME_WORDS);
  return remembered((name) => {
    const words = wordsOf(name.replace(CAPITAL_I, '1')).map(lettersSeen);
    const same = index.exact(words.flat(), false);
    if (same !== null)
      return { like: same.name, how: plainOf(name) === same.plain ? 'the same name' : 'look-alike letters' };
    const among = index.among(words, false);
    if (among !== null) return { like: among.brand.name, how: among.typo ? 'a typo' : 'added words' };
    for (const word of words) {
      const brand = index.inRow(readSeen(word), false);
      if (brand !== null) return { like: brand.name, how: 'added words' };
    }
    return null;
  });
}

const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKC')
    .split(BETWEEN)
    .map((word) => word.replace(SIGNS_AROUND, ''))
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);

const plainOf = (name: string): string => wordsOf(name).map(plainText).join('');
