import {
  ALPHABETS,
  BIT,
  CYRILLIC,
  DISGUISE,
  GREEK,
  LATIN,
  LETTER,
  MARK,
  OTHER,
  RARE,
  TATWEEL,
  traitsOfWord,
} from './letters.ts';
import type { Alphabet } from './look-alikes.ts';
import { looksLatinThroughout, mixesNormally } from './mixture.ts';
import { readIn } from './read-in.ts';
import { combine, distinctReadings, MAX_READINGS, relax, withoutAccents } from './readings.ts';
import { pretends, type TextAlphabets } from './text-alphabets.ts';

/** A disguised word in plain letters: `text` is the likeliest reading, `readings` are all that are worth looking up, it first. */
export interface FoldedWord {
  text: string;
  readings: readonly string[];
}

/** What folding needs to know about the word's surroundings. */
export interface FoldOptions {
  /** Digits and signs in it are to be read as letters. */
  leet: boolean;
  /** It is part of a link or name: only letters of other alphabets are read otherwise. */
  address: boolean;
  /** What the text is written in; asked only when it matters. */
  alphabets: () => TextAlphabets;
}

/** Lines through, over and under letters, circles round them. */
const DECORATION = String.raw`\u0305\u0331-\u0338\u033f\u0346\u0347\u035c-\u0362\u0483-\u0489\u20d0-\u20df\u20e1\u20e4-\u20f0`;
const PILED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]\p{M}{3,}/u;
const DECORATED = new RegExp(`[${DECORATION}]|${PILED.source}`, 'u');
const LONG_RUN = /(\p{L})\1{3,}/gu;
const TOKEN = /^[\p{L}\p{M}\p{N}]+$/u;
/** Laughter and lengthening in scripts that write one sound a character. */
const NEVER_STRETCHED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]/u;
/** Of the ways to read a word in a less likely alphabet. */
const SECOND_READINGS = 4;

/** In UTF-16 units, marks included: what is longer is no word, and few read it. */
const LONGEST = 256;

/** Null when the word is written as people write. */
export function foldWord(word: string, { leet, address, alphabets }: FoldOptions): FoldedWord | null {
  if (word.length > LONGEST) return null;
  const { any, tripled } = traitsOfWord(word);
  const own = any & (LATIN | CYRILLIC | GREEK | RARE);
  // A single circled letter is an emoji: a blood group, a car park.
  const mixed = (any & DISGUISE) !== 0 ? word.length > 2 : (own & (own - 1)) !== 0;
  const decorated = (any & MARK) !== 0 && DECORATED.test(word);
  const stretched = tripled && !address && !((any & LETTER) !== 0 && NEVER_STRETCHED.test(word));
  const lone = own !== 0 && !mixed && !leet && !address && (any & (LETTER | OTHER | MARK)) === 0;
  const target = lone ? pretends(word, any, alphabets()) : null;
  if (!mixed && !leet && !decorated && !stretched && target === null && (any & TATWEEL) === 0) return null;
  if (mixed && !leet && mixesNormally(word, any) && !isFeignedEnding(word, any, alphabets)) return null;

  const bare = (decorated ? word.replace(/\p{M}+/gu, '') : word).replace(/\u0640+/gu, '');
  const read = mixed || leet || target !== null ? readWord(bare, any, leet, target, alphabets) : [bare];
  if (read.length === 1 && read[0] === word && !stretched) return null;

  const accentless = read.map(withoutAccents);
  const ordered = decorated ? [...accentless, ...read] : [...read, ...accentless];
  const short = stretched ? ordered.map((reading) => reading.replace(LONG_RUN, '$1$1$1')) : ordered;
  const all = stretched ? short.flatMap(relax) : short;
  return { text: short[0] ?? '', readings: distinctReadings(TOKEN.test(word) ? [...all, word] : all) };
}

/** A Cyrillic ending that is none: all of it looks Latin, and nothing else in the text is surely Cyrillic. */
const isFeignedEnding = (word: string, any: number, alphabets: () => TextAlphabets): boolean =>
  (any & CYRILLIC) !== 0 && looksLatinThroughout(word) && alphabets().solid.cyrillic === 0;

/** The word in the alphabet that asks for the least squinting, then in the others; as it is when part of it can be read in none. */
function readWord(
  word: string,
  any: number,
  leet: boolean,
  target: Alphabet | null,
  alphabets: () => TextAlphabets,
): string[] {
  const candidates = target === null ? alphabetsFor(any) : [target];
  const main = candidates.length > 1 ? alphabets().main : null;
  const characters = Array.from(word);
  // What the rest of the text is written in counts as much as a few letters that need no squinting.
  const attempts = candidates
    .map((alphabet) => ({ ...readIn(alphabet, characters, leet), detour: alphabet === main ? 0 : 4 }))
    .filter(({ cost }) => cost < Infinity)
    .sort((a, b) => a.cost + a.detour - b.cost - b.detour);
  const words = attempts.flatMap(({ places }, rank) =>
    combine(places, rank === 0 ? MAX_READINGS : SECOND_READINGS),
  );
  if (words.length === 0) return [word];
  // A mark and the letter it stands on may only now be of one alphabet.
  return (any & MARK) === 0 ? words : words.map((reading) => reading.normalize('NFC'));
}

/** A word is read in the alphabets it has letters of; a mixture may be Latin even without a Latin letter. */
function alphabetsFor(any: number): Alphabet[] {
  const own = ALPHABETS.filter((alphabet) => (any & BIT[alphabet]) !== 0);
  const latin = own.length !== 1 || (any & (DISGUISE | RARE)) !== 0;
  return latin && !own.includes('latin') ? ['latin', ...own] : own;
}
