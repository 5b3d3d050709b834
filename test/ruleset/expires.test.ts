import { describe, expect, it } from '@jest/globals';
import { parseExpiry } from '../../src/ruleset/expires.ts';

describe('when a rule expires', () => {
  it.each([
    ['2027-01-31', Date.UTC(2027, 1, 1), 'after 2027-01-31'],
    ['2028-02-29', Date.UTC(2028, 2, 1), 'after 2028-02-29'],
    ['2027-01-31T18:00Z', Date.UTC(2027, 0, 31, 18), 'at 2027-01-31T18:00Z'],
    ['2027-01-31T18:00:30+01:00', Date.UTC(2027, 0, 31, 17, 0, 30), 'at 2027-01-31T18:00:30+01:00'],
  ])('%s', (written, at, text) => {
    expect(parseExpiry(written)).toEqual({ at, text });
  });

  it.each([
    'soon',
    '31.01.2027',
    '2027-1-31',
    '2027-02-29',
    '2027-13-01',
    '2027-01-31T18:00',
    '2027-01-31 18:00Z',
    '2027-01-31T25:00Z',
    '2027-01-31T18:00+1',
    '30d',
  ])('%s is none', (written) => {
    expect(parseExpiry(written)).toBeNull();
  });
});
