import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Automaton } from '../../../src/conditions/search/automaton.ts';

/** Every occurrence, by comparing each sequence at each place. */
function naive(sequences: readonly number[][], input: readonly number[]): string[] {
  const found: string[] = [];
  for (let last = 0; last < input.length; last += 1) {
    const ending = sequences
      .map((sequence, index) => ({ sequence, index }))
      .filter(({ sequence }) =>
        sequence.every((symbol, at) => input[last - sequence.length + 1 + at] === symbol),
      )
      .sort((a, b) => b.sequence.length - a.sequence.length);
    for (const { index } of ending) found.push(`${index}@${last}`);
  }
  return found;
}

function search(sequences: readonly number[][], input: readonly number[]): string[] {
  const found: string[] = [];
  const automaton = new Automaton(sequences, 4);
  automaton.search(Int32Array.from(input), input.length, (index, last) => found.push(`${index}@${last}`));
  return found;
}

const sequences = fc.uniqueArray(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }), {
  maxLength: 30,
  selector: (sequence) => sequence.join(),
});

describe('Automaton', () => {
  it('finds what a comparison at every place finds, longest first', () => {
    fc.assert(
      fc.property(sequences, fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }), (list, input) => {
        expect(search(list, input)).toEqual(naive(list, input));
      }),
    );
  });

  it('finds a sequence inside the failed attempt at another', () => {
    expect(search([[1, 2, 3, 4], [2, 3], [3]], [1, 2, 3, 1])).toEqual(['1@2', '2@2']);
  });

  it('finds nothing across a symbol that is in no sequence', () => {
    expect(search([[1, 2]], [1, 0, 2, 1, 2])).toEqual(['0@4']);
  });

  it('finds nothing when there is nothing to find', () => {
    expect(search([], [1, 2, 3])).toEqual([]);
    expect(search([[1]], [])).toEqual([]);
  });
});
