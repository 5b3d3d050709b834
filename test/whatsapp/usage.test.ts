import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter, parseUsage } from '../../src/whatsapp/usage.ts';

const DATE = 'Mon, 05 Oct 2026 10:00:00 GMT';
const DAY_MS = 86_400_000;

describe('parseUsage', () => {
  it('takes the highest percentage and the longest wait, minutes as ms', () => {
    const headers = new Headers({
      date: DATE,
      'x-app-usage': '{"call_count": 28, "total_cputime": 25, "total_time": 25}',
      'x-business-use-case-usage':
        '{"200000000000020": [{"type": "whatsapp_business_management", "call_count": 95, "total_cputime": 20, "total_time": 20, "estimated_time_to_regain_access": 19}, {"type": "whatsapp", "call_count": 1, "total_cputime": 1, "total_time": 1, "estimated_time_to_regain_access": 0}]}',
    });
    expect(parseUsage(headers)).toEqual({
      percent: 95,
      regainMs: 19 * 60_000,
      serverDateMs: Date.UTC(2026, 9, 5, 10),
    });
  });

  it('knows nothing without headers', () => {
    expect(parseUsage(new Headers())).toEqual({ percent: null, regainMs: 0, serverDateMs: null });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"a": null}',
    '{"a": [null, 1, {"call_count": "x"}]}',
    '{"call_count": {}}',
  ])('survives %j in both headers', (value) => {
    const headers = new Headers({
      'x-app-usage': value,
      'x-business-use-case-usage': value,
      date: 'tomorrow',
    });
    expect(parseUsage(headers)).toEqual({ percent: null, regainMs: 0, serverDateMs: null });
  });

  it('never waits longer than a day, nor a negative time', () => {
    const regain = (minutes: number) =>
      parseUsage(
        new Headers({
          'x-business-use-case-usage': JSON.stringify({ a: [{ estimated_time_to_regain_access: minutes }] }),
        }),
      ).regainMs;
    expect([regain(1e9), regain(-5)]).toEqual([DAY_MS, 0]);
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['30', 30_000],
    ['0', 0],
    ['1.5', 1_500],
    ['999999999', DAY_MS],
    ['Mon, 05 Oct 2026 10:02:00 GMT', 120_000],
    ['Mon, 05 Oct 2026 09:00:00 GMT', 0],
    ['-1', null],
    ['soon', null],
    ['', null],
  ])('reads %j as %j ms', (value, expected) => {
    expect(parseRetryAfter(new Headers({ 'retry-after': value, date: DATE }))).toBe(expected);
  });

  it('does not read a date without the answer’s own', () => {
    expect(parseRetryAfter(new Headers({ 'retry-after': DATE }))).toBeNull();
  });
});
