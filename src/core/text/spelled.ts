import { foldCharacters, isSpace } from './plain.ts';
import type { Token } from './tokens.ts';

/** Letters written one by one: the pieces `[first, last]` and the word they make. */
export interface SpelledWord {
  first: number;
  last: number;
  letters: string;
}

const FEWEST = 4;
const FEWEST_BESIDE = 2;
const SINGLE = /^(?:\p{L}\p{M}*|[\u{1f150}-\u{1f189}\u{1f1e6}-\u{1f1ff}])$/u;
const HANGUL = /\p{Script=Hangul}/u;
/** What stands between the options of a list, in sums and in paths. */
const NO_SEPARATOR = /[\p{L}\p{N},;:/\\()&=<>]/u;
const BRACKETS = /^(?:\)\(|\]\[|\} ?\{)$/;
const MAX_GAP = 4;

/**
 * Finds words whose letters stand apart: `f r e e`, `f.r.e.e`, `f-r-e-e`. It takes four letters, the same gap between all of them,
 * not one letter again and again, nor the alphabet. Where white space was wider a new word begins; a new line ends it all. Of very
 * many it finds the first `most`.
 */
export function findSpelled(
  plain: string,
  raw: string,
  pieces: readonly Token[],
  most: number,
): SpelledWord[] {
  const found: SpelledWord[] = [];
  let widths: ReadonlyMap<number, Width> | undefined;
  for (let index = 0; index < pieces.length && found.length < most;) {
    const end = endOfRun(plain, pieces, index);
    if (end - index >= FEWEST) {
      const spaced = plain[pieces[index]?.end ?? 0] === ' ';
      if (spaced) widths ??= wideGaps(raw);
      for (const line of split(pieces, index, end, widths, 'line')) {
        if (line.last - line.first + 1 < FEWEST) continue;
        for (const word of split(pieces, line.first, line.last + 1, widths, 'wide')) {
          const taken = spelledWord(plain, pieces, word.first, word.last, found.at(-1)?.last ?? -1);
          if (taken !== null) found.push(taken);
          if (found.length >= most) return found;
        }
      }
    }
    index = Math.max(end, index + 1);
  }
  return found;
}

/** The end of the run of single letters with one and the same gap that begins at `start`; `start` when none begins there. */
function endOfRun(plain: string, pieces: readonly Token[], start: number): number {
  if (!isSingle(pieces[start])) return start;
  const gap = gapAfter(plain, pieces, start);
  if (gap === null) return start;
  let end = start + 1;
  while (isSingle(pieces[end]) && gapAfter(plain, pieces, end - 1) === gap) end += 1;
  return end;
}

function gapAfter(plain: string, pieces: readonly Token[], index: number): string | null {
  const [piece, next] = [pieces[index], pieces[index + 1]];
  if (piece === undefined || next === undefined || next.start - piece.end > MAX_GAP) return null;
  const gap = plain.slice(piece.end, next.start);
  return BRACKETS.test(gap) || !NO_SEPARATOR.test(gap) ? gap : null;
}

const isSingle = (piece: Token | undefined): boolean =>
  piece !== undefined && piece.text.length <= 8 && SINGLE.test(piece.text) && !HANGUL.test(piece.text);

function spelledWord(
  plain: string,
  pieces: readonly Token[],
  from: number,
  last: number,
  taken: number,
): SpelledWord | null {
  const first = from > taken + 1 && stutters(plain, pieces, from) ? from - 1 : from;
  const apart = pieces.slice(first, last + 1).map(({ text }) => text);
  const letters = apart.join('');
  const ordinary = last - from + 1 < FEWEST_BESIDE || new Set(apart).size === 1;
  return ordinary || isAlphabet(Array.from(letters)) ? null : { first, last, letters };
}

/** Whether the piece before belongs to the letters, as in `fr-e-e-e`. */
function stutters(plain: string, pieces: readonly Token[], first: number): boolean {
  const gap = gapAfter(plain, pieces, first);
  return (
    gap !== null &&
    gap.trim() !== '' &&
    gap === gapAfter(plain, pieces, first - 1) &&
    /^\p{L}+$/u.test(pieces[first - 1]?.text ?? '')
  );
}

function isAlphabet(characters: readonly string[]): boolean {
  return characters.every(
    (character, index) =>
      index === 0 || (character.codePointAt(0) ?? 0) - (characters[index - 1]?.codePointAt(0) ?? 0) === 1,
  );
}

function* split(
  pieces: readonly Token[],
  start: number,
  end: number,
  widths: ReadonlyMap<number, Width> | undefined,
  at: Width,
): Generator<{ first: number; last: number }> {
  if (widths === undefined || widths.size === 0) {
    yield { first: start, last: end - 1 };
    return;
  }
  let first = start;
  for (let index = start; index < end; index += 1) {
    if (index + 1 < end && widths.get(pieces[index]?.end ?? 0) !== at) continue;
    yield { first, last: index };
    first = index + 1;
  }
}

type Width = 'wide' | 'line';
const WIDE = /[^\S ]|[\s\u2800]{2}/u;

/** Where in the plain view white space was more than one space, or held a line break. */
function wideGaps(raw: string): Map<number, Width> {
  const widths = new Map<number, Width>();
  if (!WIDE.test(raw)) return widths;
  const text = foldCharacters(raw);
  let length = 0;
  let gap = '';
  for (let index = 0; index <= text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (index < text.length && isSpace(unit)) {
      gap += text.charAt(index);
      continue;
    }
    if (gap !== '' && length > 0) {
      if (/[\n\r\u2028\u2029]/.test(gap)) widths.set(length, 'line');
      else if (gap.length > 1) widths.set(length, 'wide');
      length += 1;
    }
    gap = '';
    length += 1;
  }
  return widths;
}
