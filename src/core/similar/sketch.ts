import { scramble } from './scramble.ts';

/**
 * A set of hashes in 64 bytes (MinHash): the share of equal bytes at equal places of two sketches is about the share of elements the
 * two sets have in common, give or take 6 %. A string of characters 0 to 255.
 * It is stored: how it is made must not change.
 */
export type Sketch = string;

export const SKETCH_LENGTH = 64;
/** Neighbouring bytes that lead to a sketch: alike ones have at least one band in common. */
export const BAND = 2;

/** The set is dealt out so many times, each time in another way, to so many places; at each place the least hash stays. */
const DEALS = 4;
const PLACES = SKETCH_LENGTH / DEALS;
const EMPTY = 0xffffffff;

export function sketchOf(hashes: Uint32Array): Sketch {
  const least = new Uint32Array(SKETCH_LENGTH).fill(EMPTY);
  for (const hash of hashes) {
    for (let deal = 0; deal < DEALS; deal += 1) {
      const dealt = scramble(hash ^ (0x9e3779b9 * deal));
      const place = deal * PLACES + (dealt & (PLACES - 1));
      if (dealt < (least[place] ?? 0)) least[place] = dealt;
    }
  }
  let sketch = '';
  for (let place = 0; place < SKETCH_LENGTH; place += 1)
    sketch += String.fromCharCode(scramble(filled(least, place)) >>> 24);
  return sketch;
}

/** A place that got nothing, as happens with short texts, has what the next one of its deal got. */
function filled(least: Uint32Array, place: number): number {
  const first = place - (place % PLACES);
  for (let step = 0; step < PLACES; step += 1) {
    const value = least[first + ((place - first + step) % PLACES)] ?? EMPTY;
    if (value !== EMPTY) return value + step;
  }
  return EMPTY;
}

/** How many bytes two sketches have in common, place by place. */
export function equalBytes(one: Sketch, other: Sketch): number {
  let equal = 0;
  for (let place = 0; place < one.length; place += 1)
    if (one.charCodeAt(place) === other.charCodeAt(place)) equal += 1;
  return equal;
}

/** The bytes of a sketch two by two. */
export function bandsOf(sketch: Sketch): readonly string[] {
  const bands: string[] = [];
  for (let start = 0; start + BAND <= sketch.length; start += BAND)
    bands.push(sketch.slice(start, start + BAND));
  return bands;
}
