import { kindOfPoint, LETTER } from '../../core/text/character-kinds.ts';

const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** Token → symbol (1 …), looked up by a stretch of a text without cutting it out. */
export class TokenTable {
  readonly #tokens: string[] = [''];
  readonly #hashes: number[] = [0];
  #slots = new Int32Array(64);

  get size(): number {
    return this.#tokens.length - 1;
  }

  /** The token's symbol; a new one for a new token. */
  add(token: string): number {
    const hash = hashOf(token, 0, token.length);
    const known = this.symbolOf(token, 0, token.length, hash);
    if (known !== 0) return known;
    const symbol = this.#tokens.push(token) - 1;
    this.#hashes.push(hash);
    if (symbol * 2 > this.#slots.length) this.#grow();
    else this.#enter(symbol);
    return symbol;
  }

  /** 0 when `text.slice(start, end)`, whose hash is `hash`, is none of the tokens. */
  symbolOf(text: string, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const symbol = slots[slot] ?? 0;
      if (symbol === 0) return 0;
      if (this.#hashes[symbol] !== hash) continue;
      const token = this.#tokens[symbol] ?? '';
      if (token.length === end - start && text.startsWith(token, start)) return symbol;
    }
  }

  #enter(symbol: number): void {
    const mask = this.#slots.length - 1;
    let slot = spread(this.#hashes[symbol] ?? 0) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = symbol;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 4);
    for (let symbol = 1; symbol < this.#tokens.length; symbol += 1) this.#enter(symbol);
  }
}

/** Where a text's tokens are, and which symbols they have. */
export interface TokenScan {
  symbols: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
}

/**
 * Reads the tokens of a text in one go, as `tokenize` does but without an object or a string for each, and answers how many. `into`
 * must be long enough for all.
 */
export function scanTokens(text: string, table: TokenTable, { symbols, starts, ends }: TokenScan): number {
  let count = 0;
  let start = -1;
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length;) {
    const point = text.codePointAt(index) ?? 0;
    if ((kindOfPoint(point) & LETTER) !== 0) {
      if (start === -1) start = index;
      hash = Math.imul(hash ^ point, FNV_PRIME);
    } else if (start !== -1) {
      symbols[count] = table.symbolOf(text, start, index, hash);
      starts[count] = start;
      ends[count] = index;
      count += 1;
      start = -1;
      hash = FNV_OFFSET;
    }
    index += point > 0xffff ? 2 : 1;
  }
  if (start === -1) return count;
  symbols[count] = table.symbolOf(text, start, text.length, hash);
  starts[count] = start;
  ends[count] = text.length;
  return count + 1;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let index = start; index < end;) {
    const point = text.codePointAt(index) ?? 0;
    hash = Math.imul(hash ^ point, FNV_PRIME);
    index += point > 0xffff ? 2 : 1;
  }
  return hash;
}

const spread = (hash: number): number => hash ^ (hash >>> 15);
