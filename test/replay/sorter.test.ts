import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Sorter } from '../../src/replay/sorter.ts';

interface Given {
  group: string;
  at: number;
  text: string;
}
async function sort(items: readonly Given[], bytes: number): Promise<{ order: Given[]; spilled: number }> {
  using sorter = new Sorter<string>({ bytes });
  for (const { group, at, text } of items) sorter.add(group, at, text, 10);
  const order: Given[] = [];
  for await (const batch of sorter.sorted())
    for (const { group, at, item } of batch) order.push({ group, at, text: item });
  return { order, spilled: sorter.spilled };
}
/** Array.sort is stable, which is all the order there has to be. */
const expected = (items: readonly Given[]): Given[] =>
  [...items].sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : a.at - b.at));

describe('Sorter', () => {
  it('gives the same order from memory and from any number of files', async () => {
    const item = fc.record({
      group: fc.constantFrom('', 'a', 'b|1', 'ü'),
      at: fc.integer({ min: 0, max: 3 }),
      text: fc.string({ unit: 'grapheme' }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { maxLength: 60 }),
        fc.integer({ min: 1, max: 300 }),
        async (items, bytes) => {
          const { order, spilled } = await sort(items, bytes);
          expect(order).toEqual(expected(items));
          expect(spilled).toBe(Math.floor(items.length / Math.ceil(bytes / 10)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('reads back items longer than its buffer, and more of them than a batch holds', async () => {
    const long = { group: 'z', at: 0, text: 'ä\u2028'.repeat(200_000) };
    const many = Array.from({ length: 5_000 }, (_, n) => ({ group: 'a', at: 5_000 - n, text: `${n}` }));
    const { order, spilled } = await sort([long, ...many], 10_000);
    expect(spilled).toBe(5);
    expect(order).toEqual(expected([long, ...many]));
  });

  it('leaves no file behind, not even while it works', () => {
    const ours = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('cordon-replay-'));
    using sorter = new Sorter<string>({ bytes: 1 });
    sorter.add('a', 1, 'secret', 1);
    expect(sorter.spilled).toBe(1);
    expect(ours()).toEqual([]);
  });
});
