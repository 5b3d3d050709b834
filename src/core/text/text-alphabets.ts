import {
  ALPHABETS,
  CYRILLIC,
  GREEK,
  LATIN,
  LETTER,
  looksWholly,
  OTHER,
  RARE,
  SOLID,
  traitsOf,
} from './letters.ts';
import type { Alphabet } from './look-alikes.ts';

/** What a text is written in, by letters that nothing in another alphabet looks like. */
export interface TextAlphabets {
  solid: Readonly<Record<Alphabet, number>>;
  /** The one most of the text is written in. */
  main: Alphabet;
  /** All its words in rare alphabets could be Latin ones; never so in a text somebody wrote in Cherokee or Armenian. */
  rareReadsLatin: boolean;
}

const FEWEST_RARE = 4;

export function alphabetsOf(text: string): TextAlphabets {
  const solid = { latin: 0, cyrillic: 0, greek: 0 };
  const all = { latin: 0, cyrillic: 0, greek: 0 };
  let rare = 0;
  let ownRare = 0;
  for (let index = 0; index < text.length; index += 1) {
    const point = text.codePointAt(index) ?? 0;
    if (point > 0xffff) index += 1;
    const traits = traitsOf(point);
    if ((traits & OTHER) !== 0) continue;
    const weight = (traits & SOLID) === 0 ? 0 : 1;
    if ((traits & LATIN) !== 0) {
      all.latin += 1;
      solid.latin += weight;
    } else if ((traits & CYRILLIC) !== 0) {
      all.cyrillic += 1;
      solid.cyrillic += weight;
    } else if ((traits & GREEK) !== 0) {
      all.greek += 1;
      solid.greek += weight;
    } else if ((traits & RARE) !== 0) rare += 1;
    else if ((traits & LETTER) !== 0) ownRare += 1;
  }
  const count = solid.latin + solid.cyrillic + solid.greek > 0 ? solid : all;
  const main = ALPHABETS.reduce((best, alphabet) => (count[alphabet] > count[best] ? alphabet : best));
  return { solid, main, rareReadsLatin: ownRare === 0 && (rare >= FEWEST_RARE || solid.latin > 0) };
}

/**
 * The alphabet a word of another one pretends to: Cyrillic `сосо` in an English text, Latin `xop` in a Russian one. In a text of
 * its own alphabet a word is what it is. `any` are the traits of the word.
 */
export function pretends(
  word: string,
  any: number,
  { solid, rareReadsLatin }: TextAlphabets,
): Alphabet | null {
  if ((any & RARE) !== 0) return rareReadsLatin && looksWholly(word, 'latin') ? 'latin' : null;
  const target = (any & LATIN) === 0 ? 'latin' : 'cyrillic';
  const own = (any & LATIN) !== 0 ? 'latin' : (any & CYRILLIC) !== 0 ? 'cyrillic' : 'greek';
  return solid[target] > 2 * solid[own] && looksWholly(word, target) ? target : null;
}
