import { clip } from '../text/clip.ts';
import { hasUnspacedScript, tokenize } from '../text/tokens.ts';

/** Longer texts are compared by their beginning, so that no text costs more than this; UTF-16 units. */
export const COMPARED_LENGTH = 2048;
/** Shorter texts are alike by chance: "what is the price". */
export const MIN_LETTERS = 25;
export const MIN_WORDS = 5;

/** A word that is an address: with a scheme, or with a dot or an at sign between letters. */
const ADDRESS = /:\/\/|\p{L}[.@]\p{L}/u;
const NUMBER = /\p{N}/u;
const NOT_LETTERS = /[^\p{L}\p{M}]+/u;
/** Letters of a script without spaces that make about a word. */
const LETTERS_A_WORD = 2;

/**
 * The words of a view that the senders of one template do not swap: no addresses, no emoji, nothing with a digit in it (amounts,
 * codes, dates, phone numbers). Null when there are too few for a comparison to tell anything.
 */
export function comparedWords(view: string): readonly string[] | null {
  const head = withoutAddresses(clip(view, COMPARED_LENGTH));
  const unspaced = hasUnspacedScript(head);
  const numbers = NUMBER.test(head);
  const words: string[] = [];
  let letters = 0;
  let count = 0;
  for (const { text } of tokenize(head)) {
    const numbered = numbers && NUMBER.test(text);
    if (numbered && !unspaced) continue;
    for (const word of numbered ? lettersBetween(text) : [text]) {
      words.push(word);
      letters += word.length;
      count += unspaced && hasUnspacedScript(word) ? word.length / LETTERS_A_WORD : 1;
    }
  }
  return letters >= MIN_LETTERS && count >= MIN_WORDS ? words : null;
}

function withoutAddresses(text: string): string {
  if (!ADDRESS.test(text)) return text;
  return text
    .split(' ')
    .filter((part) => !/[.@:]/.test(part) || !ADDRESS.test(part))
    .join(' ');
}

/** Where words are not set apart, an amount stands in the middle of the sentence. */
const lettersBetween = (token: string): string[] =>
  hasUnspacedScript(token) ? token.split(NOT_LETTERS).filter((part) => part !== '') : [];
