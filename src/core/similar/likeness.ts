import { gramsOf, overlap } from './grams.ts';
import type { Sketch } from './sketch.ts';
import { sketchOf } from './sketch.ts';
import { comparedWords } from './words.ts';

/** What a text is compared by. */
export interface Likeness {
  grams: Uint32Array;
  sketch: Sketch;
}

/** Of a view (the skeleton of a message); null when the text is too short to be compared. */
export function likenessOf(view: string): Likeness | null {
  const words = comparedWords(view);
  if (words === null) return null;
  const grams = gramsOf(words);
  return { grams, sketch: sketchOf(grams) };
}

/** How alike two texts are, 0 to 1, whatever their names, numbers, emoji and order of words. */
export const similarity = (one: Likeness, other: Likeness): number => overlap(one.grams, other.grams);
