import type { Hit } from '../../core/search.ts';

/** One text may repeat a word thousands of times; beyond this the count no longer matters. */
export const MAX_HITS = 1000;

/** One thing to look for, and the sets of entries it belongs to. */
export interface Sought {
  readonly sets: number[];
  /** Spellings such as `s hit` are found by themselves only, not in "it's hit". */
  readonly alone: boolean;
  /** The search that saw it last, how often it did side by side, and where that ended. */
  search: number;
  count: number;
  end: number;
}

export const sought = (alone: boolean): Sought => ({ sets: [], alone, search: 0, count: 0, end: 0 });

/** Notes one more occurrence; false once there are more than anybody asks for. */
export function counts(one: Sought, search: number, start: number, end: number): boolean {
  if (one.search !== search) {
    one.search = search;
    one.count = 0;
    one.end = 0;
  }
  if (start >= one.end) {
    one.count += 1;
    one.end = end;
  }
  return one.count <= MAX_HITS;
}

/** What one text holds, by set. */
export class Found {
  readonly #bySet = new Map<number, Hit[]>();
  readonly #picked = new Map<number, readonly Hit[]>();

  add(hit: Hit, sets: readonly number[]): void {
    for (const set of sets) {
      const hits = this.#bySet.get(set);
      if (hits === undefined) this.#bySet.set(set, [hit]);
      else hits.push(hit);
    }
  }

  of(set: number): readonly Hit[] | undefined {
    const picked = this.#picked.get(set);
    if (picked !== undefined) return picked;
    const hits = this.#bySet.get(set);
    if (hits === undefined) return undefined;
    const own = withoutOverlaps(hits);
    this.#picked.set(set, own);
    return own;
  }
}

/** From left to right; of those that begin together the longest. */
function withoutOverlaps(hits: Hit[]): readonly Hit[] {
  if (hits.length === 1) return hits;
  hits.sort((a, b) => a.start - b.start || b.end - a.end);
  const picked: Hit[] = [];
  let end = 0;
  for (const hit of hits) {
    if (hit.start < end) continue;
    picked.push(hit);
    end = hit.end;
    if (picked.length === MAX_HITS) break;
  }
  return picked;
}
