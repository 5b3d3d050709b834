import { INNER_SIGNS, MONEY_SIGNS } from './leet.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';

const REGIONAL = String.raw`[\u{1f1e6}-\u{1f1ff}]`;
const LETTERS = String.raw`\p{L}\p{M}\p{N}\u{1f150}-\u{1f189}`;
/**
 * Letters, marks and digits as in a token, and letters in circles, squares and flags. Two regional letters are the flag of a country;
 * one beside letters, or three and more, may spell a word.
 */
const PIECE = new RegExp(
  `[${LETTERS}]+(?:(?<!${REGIONAL})${REGIONAL}(?!${REGIONAL})[${LETTERS}]*)*|(?<!${REGIONAL})${REGIONAL}(?!${REGIONAL})[${LETTERS}]*|${REGIONAL}{3,}`,
  'gu',
);
const ENCLOSED = /[\u{1f150}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/u;
const NEVER_DOUBLED = INNER_SIGNS.replace('@', '');

/** What words are put together from, in order; a sign between two of them may join them. */
export function piecesOf(plain: string): Token[] {
  // Far less to do for texts without such letters.
  if (!ENCLOSED.test(plain)) return tokenize(plain);
  return Array.from(plain.matchAll(PIECE), ({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
}

/** The last of the pieces before `to` that signs join to this one: `v!agra`, `m@$$ive`. */
export function lastJoined(plain: string, pieces: readonly Token[], first: number, to: number): number {
  let last = first;
  for (; last + 1 < to; last += 1) {
    const from = pieces[last]?.end ?? 0;
    const length = (pieces[last + 1]?.start ?? 0) - from;
    const sign = plain.charAt(from);
    if (length > 2 || (!INNER_SIGNS.includes(sign) && !MONEY_SIGNS.includes(sign))) break;
    if (length === 2 && (plain.charAt(from + 1) !== sign || NEVER_DOUBLED.includes(sign))) break;
  }
  return last;
}

/** `[start, end)` with the signs of money beside it: one in front, two behind. */
export function withMoney(plain: string, start: number, end: number): { start: number; end: number } {
  const isMoney = (index: number): boolean => MONEY_SIGNS.includes(plain.charAt(index) || ' ');
  const behind = !isMoney(end) ? 0 : isMoney(end + 1) ? 2 : 1;
  return { start: isMoney(start - 1) ? start - 1 : start, end: end + behind };
}
