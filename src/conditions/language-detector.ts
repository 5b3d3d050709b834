import type { TextViews } from '../core/text/views.ts';
import { codePointsIn } from './code-points.ts';
import { UNKNOWN_LANGUAGE } from './languages.ts';
import { rememberLast } from './remember-last.ts';

/** What the library answers: an ISO 639-1 code or nothing, and whether it is sure of it. */
export type LanguageDetector = (text: string) => { language: string; isReliable: () => boolean };

/** How much of a text is looked at, in UTF-16 units: more tells no more. */
const LOOKED_AT = 600;
/** Links, addresses and mentions are in no language, and neither are digits and signs. */
const NO_LANGUAGE = /\S*(?:\/\/|www\.|@)\S*|[^\p{L}\p{M}'’\s]+/gu;
/** One letter of these is a syllable or a word. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}]/gu;
const NO_LETTER = /[^\p{L}\p{M}]+/gu;
const DENSE_WEIGHT = 3;

let detector: LanguageDetector | null = null;

/** Hands over the detector, whose data is large and loaded only when a rule asks for a language. */
export function useLanguageDetector(loaded: LanguageDetector): void {
  detector = loaded;
}

export const hasLanguageDetector = (): boolean => detector !== null;

/** How many letters and vowel signs a text has to tell its language by: a Chinese, Japanese, Korean or Thai one counts as three. */
export const lettersToTell = rememberLast((text: TextViews): number => {
  const letters = wordsOf(text).replace(NO_LETTER, '');
  const dense = codePointsIn(letters) - codePointsIn(letters.replace(DENSE, ''));
  return codePointsIn(letters) + dense * (DENSE_WEIGHT - 1);
});

/** The language of a text, `unknown` when the detector is not sure; throws before there is one. */
export const languageOf = rememberLast((text: TextViews): string => {
  if (detector === null) throw new Error('the language detector has not been loaded');
  const { language, isReliable } = detector(wordsOf(text));
  return language !== '' && isReliable() ? language : UNKNOWN_LANGUAGE;
});

/** Disguised words tell the language they are read in, not the alphabets they are typed with. */
const wordsOf = rememberLast((text: TextViews): string =>
  text.skeleton.slice(0, LOOKED_AT).replace(NO_LANGUAGE, ' '),
);
