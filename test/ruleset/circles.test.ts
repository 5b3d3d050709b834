import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { circlesIn } from '../../src/ruleset/circles.ts';

const of = (asks: Record<string, string[]>) => circlesIn(Object.keys(asks), (one) => asks[one] ?? []);

describe('the order of what asks for what', () => {
  it('puts first whoever is asked', () => {
    const { order, circles } = of({ a: ['b', 'c'], b: ['c'], c: [], d: ['a'] });
    expect(order).toEqual(['c', 'b', 'a', 'd']);
    expect(circles).toEqual([]);
  });

  it('tells every circle from its first member, and not those who only ask it', () => {
    expect(of({ z: ['c'], a: ['a'], b: ['d'], c: ['b'], d: ['c'], e: [] }).circles).toEqual([
      ['b', 'd', 'c'],
      ['a'],
    ]);
  });

  it('needs no stack for long chains', () => {
    const names = Array.from({ length: 50_000 }, (_, index) => index);
    const { order, circles } = circlesIn(names, (one) => (one + 1 < names.length ? [one + 1] : []));
    expect([order.length, order[0], circles]).toEqual([50_000, 49_999, []]);
  });

  it('finds circles exactly where there are some', () => {
    const graph = fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(graph, (asks) => {
        const all = asks.map((_, index) => index);
        const reaches = (from: number): Set<number> => {
          const found = new Set<number>();
          const open = [...(asks[from] ?? [])];
          for (let one = open.pop(); one !== undefined; one = open.pop())
            if (!found.has(one)) {
              found.add(one);
              open.push(...(asks[one] ?? []));
            }
          return found;
        };
        const { order, circles } = circlesIn(all, (one) => asks[one] ?? []);
        expect(circles.length > 0).toBe(all.some((one) => reaches(one).has(one)));
        for (const circle of circles)
          circle.forEach((one, index) => {
            expect(asks[one]).toContain(circle[(index + 1) % circle.length]);
          });
        if (circles.length > 0) return;
        const place = new Map(order.map((one, index) => [one, index]));
        for (const one of all)
          for (const other of asks[one] ?? [])
            expect(place.get(other) ?? Infinity).toBeLessThan(place.get(one) ?? -1);
      }),
    );
  });
});
