import { behindDisguise, readAs, looksLatin, type Alphabet } from './look-alikes.ts';

/** What folding knows of a character, as bits: its alphabet first. */
export const LATIN = 1;
export const CYRILLIC = 2;
export const GREEK = 4;
/** A Latin letter drawn otherwise: small capitals, letters in circles. */
export const DISGUISE = 8;
/** A letter of an alphabet hardly anybody writes, like a Latin one. */
export const RARE = 16;
/** Any other letter. */
export const LETTER = 32;
export const MARK = 64;
/** Digits and signs. */
export const OTHER = 128;
/** Lengthens an Arabic word without changing it. */
export const TATWEEL = 256;
/** Nothing in the other alphabets looks like it, small or as a capital. */
export const SOLID = 512;
/** Has a clear look-alike there. */
const CLEAR: Readonly<Record<Alphabet, number>> = { latin: 1024, cyrillic: 2048, greek: 4096 };

export const BIT: Readonly<Record<Alphabet, number>> = { latin: LATIN, cyrillic: CYRILLIC, greek: GREEK };
export const ALPHABETS: readonly Alphabet[] = ['latin', 'cyrillic', 'greek'];
/** What asks for more squinting is no clear look-alike. */
const CLEAR_COST = 2;
const ANY_LETTER = LATIN | CYRILLIC | GREEK | DISGUISE | RARE | LETTER;

const LAST = 0x20000;
/** By code point, filled in as characters are met; 0 = not met yet. */
const known = new Uint16Array(LAST);

export function traitsOf(point: number): number {
  if (point >= LAST) return LETTER;
  const traits = known[point] ?? 0;
  return traits === 0 ? (known[point] = classify(String.fromCodePoint(point))) : traits;
}

function classify(character: string): number {
  if (character === '\u0640') return TATWEEL;
  if (behindDisguise(character) !== undefined) return DISGUISE;
  for (const own of ALPHABETS) {
    if (!SCRIPTS[own].test(character)) continue;
    const clear = ALPHABETS.filter(
      (other) => other !== own && (readAs(other, character)?.cost ?? Infinity) <= CLEAR_COST,
    );
    return BIT[own] | (clear.length === 0 ? SOLID : clear.reduce((bits, other) => bits | CLEAR[other], 0));
  }
  if (/\p{M}/u.test(character)) return MARK;
  if (!/\p{L}/u.test(character)) return OTHER;
  return looksLatin(character) ? RARE | CLEAR.latin : LETTER;
}

const SCRIPTS: Readonly<Record<Alphabet, RegExp>> = {
  latin: /\p{Script=Latin}/u,
  cyrillic: /\p{Script=Cyrillic}/u,
  greek: /\p{Script=Greek}/u,
};

/** The traits any character of a word has, and whether one letter stands in it three times in a row, beside others. */
export interface WordTraits {
  any: number;
  tripled: boolean;
}

export function traitsOfWord(word: string): WordTraits {
  let any = 0;
  let last = -1;
  let run = 0;
  let tripled = false;
  let alone = true;
  for (let index = 0; index < word.length; index += 1) {
    const point = word.codePointAt(index) ?? 0;
    if (point > 0xffff) index += 1;
    const traits = traitsOf(point);
    any |= traits;
    if (last !== -1 && point !== last) alone = false;
    run = point === last ? run + 1 : 1;
    if (run === 3 && (traits & ANY_LETTER) !== 0) tripled = true;
    last = point;
  }
  // Kisses (xxxx) and hums (mmm) are nothing stretched.
  return { any, tripled: tripled && !alone };
}

/** Whether each letter of a word, and there is nothing else in it, has a clear look-alike in `alphabet`. */
export function looksWholly(word: string, alphabet: Alphabet): boolean {
  for (const character of word) {
    if ((traitsOf(character.codePointAt(0) ?? 0) & CLEAR[alphabet]) === 0) return false;
  }
  return true;
}
