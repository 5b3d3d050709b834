import { describe, expect, it } from '@jest/globals';

import { chunkBackoff } from '../../src/queue/job-options.ts';
import { flushId, shardOf, shardPrefix, shardPrefixes } from '../../src/queue/names.ts';

describe('shardOf', () => {
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('is FNV-1a (%j), so that receivers and workers of different releases agree', (text, hash) => {
    expect(shardOf(text, 2 ** 32)).toBe(hash);
    expect(shardOf(text, 7)).toBe(hash % 7);
  });
  it('spreads neighbouring numbers over all shards', () => {
    const counts = Array<number>(8).fill(0);
    for (let i = 0; i < 8_000; i++) counts[shardOf(String(100_000_000_000_000 + i), 8)]! += 1;
    for (const count of counts) expect(count).toBeGreaterThan(800);
  });
  it('knows one shard only when there is one', () => {
    expect(shardOf('100000000000010', 1)).toBe(0);
  });
});

it('keeps a shard’s keys in one cluster slot', () => {
  expect(shardPrefix('cordon', 3)).toBe('{cordon:q3}');
  expect(shardPrefixes('cordon', 2)).toEqual(['{cordon:q0}', '{cordon:q1}']);
});

it('names a flush so that BullMQ takes it: neither digits only nor with a colon', () => {
  expect(flushId('100000000000010', 500)).toMatch(/^flush-\d+-\d+$/);
  expect(flushId('100000000000010', 0)).not.toBe(flushId('100000000000010', 500));
});

it.each([
  [0, 500],
  [1, 500],
  [2, 1_000],
  [7, 32_000],
  [8, 60_000],
  [1_000_000, 60_000],
])('waits after %i tries %i ms', (tries, pause) => {
  expect(chunkBackoff(tries)).toBe(pause);
});
