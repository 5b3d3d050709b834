import { scramble } from './scramble.ts';

/** Letters looked at together: fewer are common to all texts of a language, more do not survive a slip of the pen. */
const GRAM = 4;
/** Chinese and Japanese letters, and Korean syllables, tell as much two by two. */
const WIDE_GRAM = 2;
const FIRST_WIDE = 0x2e80;
/** Stands before and after a word; no word has it. */
const EDGE = 0x20;

/**
 * The different runs of four letters within the words, edges included, as sorted hashes. Words may stand in any order; a changed
 * letter changes four of them.
 */
export function gramsOf(words: readonly string[]): Uint32Array {
  const most = words.reduce((sum, { length }) => sum + length + 1, 0);
  const grams = new Uint32Array(most);
  let count = 0;
  for (const word of words) {
    const wide = word.charCodeAt(0) >= FIRST_WIDE;
    // The word between its edges has two letters more; one of a single letter is a run of its own.
    const runs = Math.max(1, word.length + 2 - (wide ? WIDE_GRAM : GRAM) + 1);
    for (let start = -1; start < runs - 1; start += 1) {
      const rest = wide ? 0 : pair(word, start + 2);
      grams[count] = scramble(Math.imul(pair(word, start), 0xcc9e2d51) ^ rest);
      count += 1;
    }
  }
  return withoutTwins(grams.subarray(0, count).sort());
}

const pair = (word: string, at: number): number => letter(word, at) | (letter(word, at + 1) << 16);
const letter = (word: string, at: number): number =>
  at >= 0 && at < word.length ? word.charCodeAt(at) : EDGE;

function withoutTwins(sorted: Uint32Array): Uint32Array {
  let kept = 0;
  for (const value of sorted) {
    if (kept > 0 && sorted[kept - 1] === value) continue;
    sorted[kept] = value;
    kept += 1;
  }
  return sorted.slice(0, kept);
}

/** The share of all grams of two texts that both have: 1 for equal texts, about 0.05 for unrelated ones of one language. */
export function overlap(one: Uint32Array, other: Uint32Array): number {
  let common = 0;
  let left = 0;
  let right = 0;
  while (left < one.length && right < other.length) {
    const a = one[left] ?? 0;
    const b = other[right] ?? 0;
    if (a === b) common += 1;
    if (a <= b) left += 1;
    if (b <= a) right += 1;
  }
  const all = one.length + other.length - common;
  return all === 0 ? 0 : common / all;
}
