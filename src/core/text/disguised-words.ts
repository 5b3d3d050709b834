import { addressFinder } from './addresses.ts';
import { foldWord, type FoldedWord } from './fold-word.ts';
import { isLeet } from './leet.ts';
import { lastJoined, piecesOf, withMoney } from './pieces.ts';
import { findSpelled } from './spelled.ts';
import { alphabetsOf, type TextAlphabets } from './text-alphabets.ts';
import type { Token } from './tokens.ts';

/** A stretch of the plain view and what the skeleton has in its place. */
export interface Fold extends FoldedWord {
  /** In the plain view, half-open. */
  start: number;
  end: number;
  /** Its letters stood apart. */
  spelled: boolean;
}

/** In one text; nobody can read more, and a search for more only costs time. */
export const MAX_FOLDS = 1_500;

/** The emoji that spells it. */
const FREE = '\u{1f193}';
const LONGEST_WORD = 64;

/** Every word of the plain view that is written so that a reader still knows it and a search does not, in order. */
export function disguisedWords(plain: string, raw: string): Fold[] {
  return new Reader(plain, raw).read();
}

class Reader {
  readonly #plain: string;
  readonly #raw: string;
  readonly #pieces: readonly Token[];
  readonly #folds: Fold[] = [];
  readonly #inAddress: (word: Token) => boolean;
  readonly #known = new Map<string, FoldedWord | null>();
  #alphabets: TextAlphabets | undefined;

  constructor(plain: string, raw: string) {
    this.#plain = plain;
    this.#raw = raw;
    this.#pieces = piecesOf(plain);
    this.#inAddress = addressFinder(plain);
  }

  read(): Fold[] {
    let index = 0;
    for (const { first, last, letters } of findSpelled(this.#plain, this.#raw, this.#pieces, MAX_FOLDS)) {
      this.#readPieces(index, first);
      const folded = this.#foldWord(letters, false, false) ?? { text: letters, readings: [letters] };
      const start = this.#pieces[first]?.start ?? 0;
      this.#add(folded, start, this.#pieces[last]?.end ?? start, true);
      index = last + 1;
    }
    this.#readPieces(index, this.#pieces.length);
    return this.#plain.includes(FREE) ? this.#withFreeSigns() : this.#folds;
  }

  #readPieces(from: number, to: number): void {
    for (let index = from; index < to && this.#folds.length < MAX_FOLDS;) {
      const piece = this.#pieces[index];
      if (piece === undefined) return;
      const address = this.#inAddress(piece);
      const last = address ? index : lastJoined(this.#plain, this.#pieces, index, to);
      const whole = { start: piece.start, end: this.#pieces[last]?.end ?? piece.end };
      const { start, end } = address ? whole : withMoney(this.#plain, whole.start, whole.end);
      const signs = end - start > piece.text.length;
      if (signs && end - start <= LONGEST_WORD && isLeet(this.#plain.slice(start, end)))
        this.#fold(start, end, true, false);
      else
        for (const { start, end } of this.#pieces.slice(index, last + 1))
          this.#fold(start, end, false, address);
      index = last + 1;
    }
  }

  #fold(start: number, end: number, joined: boolean, address: boolean): void {
    const word = this.#plain.slice(start, end);
    const leet = joined || (!address && word.length <= LONGEST_WORD && isLeet(word));
    const folded = this.#foldWord(word, leet, address);
    if (folded !== null) this.#add(folded, start, end, false);
  }

  #foldWord(word: string, leet: boolean, address: boolean): FoldedWord | null {
    const key = address ? `@${word}` : word;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const alphabets = (): TextAlphabets => (this.#alphabets ??= alphabetsOf(this.#plain));
    const folded = foldWord(word, { leet, address, alphabets });
    this.#known.set(key, folded);
    return folded;
  }

  #add({ text, readings }: FoldedWord, start: number, end: number, spelled: boolean): void {
    if (this.#folds.length < MAX_FOLDS) this.#folds.push({ text, readings, start, end, spelled });
  }

  #withFreeSigns(): Fold[] {
    const signs: Fold[] = [];
    for (let at = this.#plain.indexOf(FREE); at !== -1; at = this.#plain.indexOf(FREE, at + FREE.length)) {
      const end = at + FREE.length;
      const pad = (index: number): string => (/^\S/u.test(this.#plain.charAt(index)) ? ' ' : '');
      signs.push({
        start: at,
        end,
        text: `${pad(at - 1)}free${pad(end)}`,
        readings: ['free'],
        spelled: false,
      });
    }
    return [...this.#folds, ...signs].sort((a, b) => a.start - b.start).slice(0, MAX_FOLDS);
  }
}
