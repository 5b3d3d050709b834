import { describe, expect, it } from '@jest/globals';
import { parseTestTime } from '../../src/ruleset/test-time.ts';

describe('the time of a rule test', () => {
  it.each([
    ['9:05', '2026-01-05T09:05:00.000Z'],
    ['sun 23:30', '2026-01-11T23:30:00.000Z'],
    ['2026-03-29 23:30', '2026-03-29T23:30:00.000Z'],
    ['23:30 Europe/Berlin', '2026-01-05T22:30:00.000Z'],
    ['mon 00:30 Pacific/Auckland', '2026-01-04T11:30:00.000Z'],
    ['sun 23:00 Pacific/Honolulu', '2026-01-12T09:00:00.000Z'],
    ['2026-07-01 05:00 Europe/Berlin', '2026-07-01T03:00:00.000Z'],
    ['2026-03-29 01:59 Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29 03:00 Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-01-05 12:00 Asia/Kathmandu', '2026-01-05T06:15:00.000Z'],
    ['2026-03-29T23:30Z', '2026-03-29T23:30:00.000Z'],
    ['2026-03-29T23:30:15+02:00', '2026-03-29T21:30:15.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(new Date(parseTestTime(text) ?? NaN).toISOString()).toBe(instant);
  });

  it('that clocks show twice is one of the two', () => {
    const at = parseTestTime('2026-10-25 02:30 Europe/Berlin');
    expect([Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)]).toContain(at);
  });

  it.each([
    'noon',
    '24:00',
    '12:60',
    '12',
    'monday 12:00',
    'sat  12:00',
    '2026-02-30 12:00',
    '2026-13-01T00:00Z',
    '2026-02-30T00:00Z',
    '2026-01-01T25:00Z',
    '2026-03-29T23:30',
    '12:00 Berlin',
    '12:00 +02:00',
    '2026-03-29 02:30 Europe/Berlin',
    '1969-12-31 12:00',
    '',
  ])('cannot be %j', (text) => {
    expect(parseTestTime(text)).toBeNull();
  });
});
