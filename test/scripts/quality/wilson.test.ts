import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { wilson } from '../../../scripts/quality/wilson.ts';

describe('the Wilson interval', () => {
  it.each([
    { hits: 0, all: 10, low: 0, high: 0.2775 },
    { hits: 5, all: 10, low: 0.2366, high: 0.7634 },
    { hits: 10, all: 10, low: 0.7225, high: 1 },
    { hits: 1, all: 1000, low: 0.000177, high: 0.00564 },
    { hits: 0, all: 0, low: 0, high: 1 },
  ])('of $hits of $all is the one of the books', ({ hits, all, low, high }) => {
    const found = wilson(hits, all);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it('holds the share seen, and never leaves 0 to 1', () => {
    const seen = fc.nat(5000).chain((all) => fc.tuple(fc.nat(all), fc.constant(all + 1)));
    fc.assert(
      fc.property(seen, ([hits, all]) => {
        const { low, high } = wilson(hits, all);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / all + 1e-12);
        expect(high).toBeGreaterThanOrEqual(hits / all - 1e-12);
      }),
    );
  });
});
