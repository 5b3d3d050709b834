import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES, meaningOf } from '../../src/whatsapp/error-codes.ts';
import { OUTCOME_TABLE } from '../../src/blocker/outcome-table.ts';

describe('meaningOf', () => {
  it('explains codes and ranges', () => {
    expect(meaningOf(131_047)).toContain('24 hours');
    expect(meaningOf(80_007)).toContain('limit');
    expect(meaningOf(131_049)).toBeNull();
  });

  it('explains every code the blocker acts on, and the other way round', () => {
    const codes = (rows: readonly { codes: number | readonly [number, number] }[]) =>
      rows.map((row) => String(row.codes)).sort();
    expect(codes(ERROR_CODES)).toEqual(codes(OUTCOME_TABLE));
  });
});
