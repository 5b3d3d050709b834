import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cooldownMs } from '../../src/core/ladder.ts';
import type { Ladder } from '../../src/core/policy.ts';
import { DAY, HOUR } from './builders.ts';

const ladder = (overrides: Partial<Ladder> = {}): Ladder => ({
  stepsMs: [HOUR, 6 * HOUR, DAY, 7 * DAY],
  afterLadder: 'repeat',
  jitter: 0,
  capMs: 7 * DAY,
  strikesExpireMs: 30 * DAY,
  ...overrides,
});
const lengths = (of: Ladder): number[] =>
  Array.from({ length: 12 }, (_, index) => cooldownMs(of, index + 1, `strike-${index}`));

describe('cooldownMs', () => {
  it('climbs the list and then repeats its last step', () => {
    expect(lengths(ladder())).toEqual([HOUR, 6 * HOUR, DAY, ...Array.from({ length: 9 }, () => 7 * DAY)]);
  });

  it('is for good after the ladder where the policy says so', () => {
    const of = ladder({ afterLadder: 'permanent' });
    expect(lengths(of)).toEqual([HOUR, 6 * HOUR, DAY, 7 * DAY, ...Array.from({ length: 8 }, () => Infinity)]);
  });

  it('uses a single step for every strike', () => {
    expect(lengths(ladder({ stepsMs: [HOUR] }))).toEqual(Array.from({ length: 12 }, () => HOUR));
  });

  it('jitter may take the last step up to the cap, and no further', () => {
    const spread = (capMs: number): number[] =>
      Array.from({ length: 200 }, (_, n) =>
        cooldownMs(ladder({ stepsMs: [HOUR], jitter: 0.5, capMs }), 3, `s|${n}`),
      );
    expect(new Set(spread(HOUR))).toEqual(new Set([HOUR]));
    expect(Math.max(...spread(1.2 * HOUR))).toBe(1.2 * HOUR);
    expect(Math.max(...spread(2 * HOUR))).toBeGreaterThan(1.4 * HOUR);
    expect(Math.max(...spread(2 * HOUR))).toBeLessThanOrEqual(1.5 * HOUR);
  });

  it('jitter only lengthens, by no more than its share, never past the cap, and is the same every time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.string(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (strikes, seed, jitter) => {
          const plain = cooldownMs(ladder(), strikes, seed);
          const shaken = cooldownMs(ladder({ jitter }), strikes, seed);
          expect(shaken).toBeGreaterThanOrEqual(plain);
          expect(shaken).toBeLessThanOrEqual(Math.min(Math.ceil(plain * (1 + jitter)), 7 * DAY));
          expect(cooldownMs(ladder({ jitter }), strikes, seed)).toBe(shaken);
        },
      ),
    );
  });

  it('jitter spreads different strikes apart', () => {
    const spread = new Set(
      Array.from({ length: 50 }, (_, n) => cooldownMs(ladder({ jitter: 0.1 }), 1, `s|${n}`)),
    );
    expect(spread.size).toBeGreaterThan(45);
  });
});
