import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../src/core/duration.ts';

describe('durations', () => {
  it.each([
    ['30s', 30_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1w', 604_800_000],
    ['1h30m', 5_400_000],
    ['0.5s', 500],
    ['1.5h', 5_400_000],
    ['3650d', 3650 * 86_400_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '0s',
    '10',
    'm',
    '-1m',
    '1 h',
    '1H',
    '5min',
    '3651d',
    '1e3s',
    '9'.repeat(40) + 's',
    '1mo',
    '∞',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('formats what it reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 315_360_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });

  it.each([
    [5_400_000, '1h30m'],
    [500, '0.5s'],
    [604_800_000, '1w'],
    [0, '0s'],
  ])('%d ms reads %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
