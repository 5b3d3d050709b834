import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scanTokens, TokenTable } from '../../../src/conditions/search/token-table.ts';
import { tokenize } from '../../../src/core/text/tokens.ts';

const scan = (text: string, table: TokenTable): { symbol: number; start: number; end: number }[] => {
  const symbols = new Int32Array(text.length + 1);
  const starts = new Int32Array(text.length + 1);
  const ends = new Int32Array(text.length + 1);
  const count = scanTokens(text, table, { symbols, starts, ends });
  return Array.from({ length: count }, (_, index) => ({
    symbol: symbols[index]!,
    start: starts[index]!,
    end: ends[index]!,
  }));
};

describe('scanTokens', () => {
  it('sees the tokens tokenize sees, with one symbol for each different one', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...Array.from('aA1é\u0301 .-中ไขا\u064bक्ष😀𝒜𐐀\ud800')) }),
    );
    fc.assert(
      fc.property(text, fc.array(text), (wanted, others) => {
        const table = new TokenTable();
        const tokens = tokenize(wanted);
        const known = new Map(tokens.map((token) => [token.text, table.add(token.text)]));
        expect(scan(wanted, table)).toEqual(
          tokens.map((token) => ({ symbol: known.get(token.text), start: token.start, end: token.end })),
        );
        for (const other of others) {
          const symbols = tokenize(other).map((token) => known.get(token.text) ?? 0);
          expect(scan(other, table).map(({ symbol }) => symbol)).toEqual(symbols);
        }
      }),
    );
  });

  it('keeps ten thousand tokens apart', () => {
    const table = new TokenTable();
    const tokens = Array.from({ length: 10_000 }, (_, index) => `w${index}`);
    expect(tokens.map((token) => table.add(token))).toEqual(tokens.map((_, index) => index + 1));
    expect(table.size).toBe(10_000);
    expect(scan(tokens.join(' '), table).map(({ symbol }) => symbol)).toEqual(tokens.map((_, i) => i + 1));
  });
});
