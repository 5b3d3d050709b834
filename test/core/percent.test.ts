import { describe, expect, it } from '@jest/globals';
import { formatPercent, parsePercent } from '../../src/core/percent.ts';

describe('shares', () => {
  it.each([
    ['0%', 0],
    ['20%', 0.2],
    ['12.5%', 0.125],
    ['100%', 1],
  ])('%s is %d, and is written so', (text, share) => {
    expect(parsePercent(text)).toBe(share);
    expect(formatPercent(share)).toBe(text);
  });

  it.each(['101%', '-1%', '20', '0.2', '% 20', '20 %', '', '1e1%', '٢%'])('%j is none', (text) => {
    expect(parsePercent(text)).toBeNull();
  });

  it('are written to a tenth', () => {
    expect(formatPercent(1 / 3)).toBe('33.3%');
  });
});
