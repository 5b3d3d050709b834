import type { Likeness } from './likeness.ts';
import { similarity } from './likeness.ts';
import type { Sketch } from './sketch.ts';
import { BAND, equalBytes } from './sketch.ts';

/** Entries kept a band; more than these are so much alike that the first stand for the others. */
const BUCKET = 32;
/** Candidates that are compared in full. */
const COMPARED = 8;
const NONE: readonly number[] = [];

export interface Nearest {
  /** Place of the entry in the list. */
  index: number;
  /** 0 to 1. */
  similarity: number;
}

/**
 * Finds the entry most like a text. What it costs hardly depends on how many there are: only entries that share two neighbouring
 * bytes of the sketch are looked at; of those with half of it in common it misses one of ten thousand.
 */
export class LikenessIndex {
  readonly #entries: readonly Likeness[];
  /** Place of a band and its bytes, as `keysOf` writes them → entries. */
  readonly #buckets = new Map<number, number[]>();

  constructor(entries: readonly Likeness[]) {
    this.#entries = entries;
    for (const [index, { sketch }] of entries.entries()) {
      for (const key of keysOf(sketch)) {
        const bucket = this.#buckets.get(key);
        if (bucket === undefined) this.#buckets.set(key, [index]);
        else if (bucket.length < BUCKET) bucket.push(index);
      }
    }
  }

  /** Null when nothing comes near it. */
  nearest(text: Likeness): Nearest | null {
    const found = new Set<number>();
    for (const key of keysOf(text.sketch))
      for (const index of this.#buckets.get(key) ?? NONE) found.add(index);
    if (found.size === 0) return null;
    const likely = [...found]
      .flatMap((index) => {
        const entry = this.#entries[index];
        return entry === undefined ? [] : [{ index, entry, equal: equalBytes(entry.sketch, text.sketch) }];
      })
      .sort((a, b) => b.equal - a.equal || a.index - b.index)
      .slice(0, COMPARED);
    let best: Nearest | null = null;
    for (const { index, entry } of likely) {
      const share = similarity(entry, text);
      if (share > (best?.similarity ?? 0)) best = { index, similarity: share };
    }
    return best;
  }
}

/** Each band of a sketch with its place, as one number: strings would cost more than all the rest. */
function keysOf(sketch: Sketch): number[] {
  const keys: number[] = [];
  for (let start = 0; start + BAND <= sketch.length; start += BAND)
    keys.push((start << 16) | (sketch.charCodeAt(start) << 8) | sketch.charCodeAt(start + 1));
  return keys;
}
