import { describe, expect, it } from '@jest/globals';
import { formatLength, parseLength, parsePastTime, parseStoryTime } from '../../src/stories/story-time.ts';

/** A Monday. */
const START = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('a time in a story', () => {
  it.each<[string, number, string]>([
    ['0s', 0, '2026-01-05T09:00:00.000Z'],
    ['1h 5m', HOUR, '2026-01-05T10:05:00.000Z'],
    ['30d 19s', 0, '2026-02-04T09:00:19.000Z'],
    ['+2d 3h', HOUR, '2026-01-07T13:00:00.000Z'],
    ['+ 1h30m', 0, '2026-01-05T10:30:00.000Z'],
    ['sat 23:30', 0, '2026-01-10T23:30:00.000Z'],
    ['mon 09:00', 0, '2026-01-05T09:00:00.000Z'],
    ['mon 08:59', 0, '2026-01-12T08:59:00.000Z'],
    ['08:30', 0, '2026-01-06T08:30:00.000Z'],
    ['23:30 Europe/Berlin', 0, '2026-01-05T22:30:00.000Z'],
    ['mon 00:30 Pacific/Auckland', 0, '2026-01-11T11:30:00.000Z'],
    ['tue 20:00 America/Los_Angeles', 0, '2026-01-07T04:00:00.000Z'],
    ['2026-03-01 12:00', 0, '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T12:00Z', 0, '2026-03-01T12:00:00.000Z'],
  ])('%s, a step having ended %i ms after the start, is %s', (text, after, expected) => {
    expect(new Date(parseStoryTime(text, START, START + after) ?? 0).toISOString()).toBe(expected);
  });

  it('is the first that clocks really show', () => {
    const saturday = Date.UTC(2026, 2, 28, 12);
    const at = parseStoryTime('02:30 Europe/Berlin', START, saturday);
    expect(new Date(at ?? 0).toISOString()).toBe('2026-03-30T00:30:00.000Z');
    expect(parseStoryTime('2026-03-29 02:30 Europe/Berlin', START, START)).toBeNull();
  });

  it.each(['', 'soon', '5', '+', '25:00', 'fry 10:00', '1h then', '2026-02-30 10:00', '-1h'])(
    'is not %j',
    (text) => {
      expect(parseStoryTime(text, START, START)).toBeNull();
    },
  );

  it('looks back for what has happened', () => {
    const now = START + 2 * HOUR;
    const past = (text: string): string | null => {
      const at = parsePastTime(text, START, now);
      return at === null ? null : new Date(at).toISOString();
    };
    expect(past('1h')).toBe('2026-01-05T10:00:00.000Z');
    expect(past('10:30')).toBe('2026-01-05T10:30:00.000Z');
    expect(past('11:00')).toBe('2026-01-05T11:00:00.000Z');
    expect(past('11:01')).toBe('2026-01-04T11:01:00.000Z');
    expect(past('tue 10:00')).toBe('2025-12-30T10:00:00.000Z');
    expect(past('+1h')).toBeNull();
  });
});

describe('a length', () => {
  it.each<[string, number | null]>([
    ['0s', 0],
    ['0h', 0],
    ['1h 1m', HOUR + 60_000],
    ['1d 2h 3m 4.5s', DAY + 2 * HOUR + 184_500],
    ['1 h', null],
    ['1h m', null],
  ])('%s is %p ms', (text, expected) => {
    expect(parseLength(text)).toBe(expected);
  });

  it.each<[number, string]>([
    [0, '0s'],
    [30 * DAY + 19_000, '30d 19s'],
    [HOUR + 33_607, '1h 33.607s'],
    [-90_000, '-1m 30s'],
  ])('%i ms reads %s', (ms, expected) => {
    expect(formatLength(ms)).toBe(expected);
  });
});
