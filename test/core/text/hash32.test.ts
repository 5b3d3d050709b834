import { describe, expect, it } from '@jest/globals';
import { hash32 } from '../../../src/core/text/hash32.ts';

describe('hash32', () => {
  // Reference: MurmurHash3_x86_32 over the UTF-16LE bytes.
  it.each([
    ['', 0, 0],
    ['', 1, 1364076727],
    ['a', 0, 1867108634],
    ['ab', 0, 374890698],
    ['hello', 0, 3619887497],
    ['hello', 1, 2474293433],
    ['привет мир', 0, 2216475453],
    ['😀', 7, 1506039755],
  ])('agrees with the reference for %j and seed %d', (text, seed, expected) => {
    expect(hash32(text, seed)).toBe(expected);
  });

  it('tells apart texts that differ in one character', () => {
    const hashes = new Set(Array.from({ length: 2_000 }, (_, index) => hash32(`order ${index}`)));
    expect(hashes.size).toBe(2_000);
  });
});
