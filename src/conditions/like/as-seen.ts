import { behindDisguise, readAs } from '../../core/text/look-alikes.ts';
import { plainText } from '../../core/text/plain.ts';

/** Digits and signs people read as letters without noticing; a stroke may be either letter. */
const SIGNS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'li',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '|': 'li',
  '!': 'li',
  $: 's',
  '@': 'a',
  '€': 'e',
};
/** Letters that NFD does not take apart. */
const UNITED: Readonly<Record<string, readonly string[]>> = {
  ß: ['s', 's'],
  æ: ['a', 'e'],
  œ: ['o', 'e'],
  ø: ['o'],
  đ: ['d'],
  ı: ['i'],
};
/** A year, a house number, `24`; but not the two rings of `yah00`. */
const NUMBERS = /^(?!0+(?!\d))\d{2,}|(?<!\d)(?!0+$)\d{2,}$/g;
const PLAIN_LETTERS = /^[a-z]+$/;
const DIGITS_ALONE = /^\p{N}+$/u;
const MARK = /\p{M}/u;

/**
 * What a hasty reader may take each character of a word for, the likeliest letter first: no accents, look-alikes of other alphabets,
 * circled letters and digits as plain small letters. Numbers, alone or at either end, stay what they are.
 */
export function lettersSeen(word: string): string[] {
  const plain = plainText(word);
  if (PLAIN_LETTERS.test(plain) || DIGITS_ALONE.test(plain)) return Array.from(plain);
  const letters: string[] = [];
  let end = 0;
  for (const { 0: number, index } of plain.matchAll(NUMBERS)) {
    letters.push(...lettersIn(plain.slice(end, index)), ...Array.from(number));
    end = index + number.length;
  }
  return [...letters, ...lettersIn(plain.slice(end))];
}

/** The likeliest reading in one piece. */
export const asSeen = (word: string): string =>
  lettersSeen(word)
    .map((letters) => Array.from(letters)[0])
    .join('');

const lettersIn = (plain: string): string[] =>
  Array.from(plain.normalize('NFD')).flatMap((character) => {
    if (MARK.test(character)) return [];
    return (
      SIGNS[character] ??
      UNITED[character] ??
      behindDisguise(character) ??
      readAs('latin', character)?.letters ??
      character
    );
  });

/** Whether these letters can be read so. */
export const canBeRead = (letters: readonly string[], as: string): boolean =>
  letters.length === as.length && letters.every((some, index) => some.includes(as.charAt(index)));

/** Small print, such as addresses: `i` and `l`, `rn` and `m`, `vv` and `w` are one. */
export const inSmallPrint = (seen: string): string =>
  seen.replaceAll('i', 'l').replaceAll('rn', 'm').replaceAll('vv', 'w');
