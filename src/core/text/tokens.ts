import { kindOfPoint, LETTER } from './character-kinds.ts';

/** A run of letters, marks and digits of the plain view; `start` and `end` are UTF-16 offsets into it. */
export interface Token {
  text: string;
  start: number;
  end: number;
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export function tokenize(plain: string): Token[] {
  const tokens: Token[] = [];
  let start = -1;
  for (let index = 0; index < plain.length;) {
    const point = plain.codePointAt(index) ?? 0;
    const letter = (kindOfPoint(point) & LETTER) !== 0;
    if (letter && start === -1) start = index;
    if (!letter && start !== -1) {
      tokens.push({ text: plain.slice(start, index), start, end: index });
      start = -1;
    }
    index += point > 0xffff ? 2 : 1;
  }
  if (start !== -1) tokens.push({ text: plain.slice(start), start, end: plain.length });
  return tokens;
}

/** True when the text has letters of a script written without spaces: there a word is looked for as a substring. */
export function hasUnspacedScript(text: string): boolean {
  return UNSPACED.test(text);
}
