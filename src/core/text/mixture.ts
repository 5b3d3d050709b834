import { CYRILLIC, GREEK, LATIN, RARE, SOLID, traitsOf, traitsOfWord } from './letters.ts';
import type { Token } from './tokens.ts';

const ENDINGS =
  'ом|ем|ой|ей|ам|ах|ами|ями|ов|ев|ка|ки|ку|ке|кой|ок|чик|чика|ик|ики|ить|ил|ится|нуть|ный|ная|ное|ные|овый|овая|ские|ский|ская|щик|ник|шка|шки|ин|ина|ів|ові';
/** A Latin word with a Cyrillic ending: SMSка, iPhoneом. */
const WITH_ENDING = new RegExp(`^[a-z0-9]{2,}(?:${ENDINGS})$`, 'u');
/** μm, Ωm, αβ-like signs of units and formulas in front of at most two Latin letters. */
const UNIT = /^\p{N}*\p{Script=Greek}[a-z]{1,2}\p{N}*$/u;

/** Whether a word of these traits is in two alphabets as people write it without hiding anything. */
export function mixesNormally(word: string, any: number): boolean {
  if ((any & LATIN) === 0) return false;
  return (any & CYRILLIC) !== 0 ? WITH_ENDING.test(word) : (any & GREEK) !== 0 && UNIT.test(word);
}

/** Whether nothing tells the Cyrillic letters of a word from Latin ones: climах, freedом. In a Cyrillic text they are an ending all the same. */
export function looksLatinThroughout(word: string): boolean {
  for (const character of word) {
    const traits = traitsOf(character.codePointAt(0) ?? 0);
    if ((traits & CYRILLIC) !== 0 && (traits & SOLID) !== 0) return false;
  }
  return true;
}

/** What of a text's views is read here. */
interface ReadText {
  readonly disguised: boolean;
  readonly tokens: readonly Token[];
}

/** The words of a text that put letters of several alphabets side by side as nobody does who hides nothing. */
export function mixedWords({ disguised, tokens }: ReadText): readonly Token[] {
  return disguised ? tokens.filter(({ text }) => mixesAlphabets(text)) : [];
}

function mixesAlphabets(word: string): boolean {
  const { any } = traitsOfWord(word);
  const alphabets = any & (LATIN | CYRILLIC | GREEK | RARE);
  return (alphabets & (alphabets - 1)) !== 0 && !mixesNormally(word, any);
}
