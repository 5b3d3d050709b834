/** A run of letters, marks and digits of the plain view; `start` and `end` are UTF-16 offsets into it. */
export interface Token {
  text: string;
  start: number;
  end: number;
}

const TOKEN = /[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export function tokenize(plain: string): Token[] {
  return Array.from(plain.matchAll(TOKEN), ({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
}

/** True when the text has letters of a script written without spaces: there a word is looked for as a substring. */
export function hasUnspacedScript(text: string): boolean {
  return UNSPACED.test(text);
}
