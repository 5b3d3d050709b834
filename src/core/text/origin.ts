import { MAX_TEXT_LENGTH } from './clip.ts';
import { foldCharacters, INVISIBLE_CLASS, isSpace, stripInvisible } from './plain.ts';

/** Where each UTF-16 unit of the plain view came from: the units `[from[i], to[i])` of the raw text. */
export interface Origin {
  from: readonly number[];
  to: readonly number[];
}

/**
 * A character with everything that may merge into it: marks, Hangul vowels and finals, half-width voicing marks and the
 * invisible characters in between. Folding never reaches across such a cluster.
 */
const MERGING = String.raw`\p{M}\u1160-\u11ff\u3131-\u318e\ud7b0-\ud7ff\uff9e-\uffdc`;
const CLUSTER = new RegExp(`[^][${MERGING}${INVISIBLE_CLASS}]*`, 'gu');

/**
 * Rebuilds the first `length` units of the plain view (or a few more) cluster by cluster; costs far more than the view itself, so it
 * is for texts with a hit only.
 */
export function traceOrigin(raw: string, length = MAX_TEXT_LENGTH): Origin {
  const from: number[] = [];
  const to: number[] = [];
  const folds = new Map<string, string>();
  let afterSpace = true;
  for (const { 0: cluster, index } of raw.matchAll(CLUSTER)) {
    if (from.length >= Math.min(length, MAX_TEXT_LENGTH)) break;
    const known = folds.get(cluster);
    const folded = known ?? foldCharacters(cluster);
    if (known === undefined) folds.set(cluster, folded);
    for (let unit = 0; unit < folded.length; unit += 1) {
      const space = isSpace(folded.charCodeAt(unit));
      if (space && afterSpace) continue;
      afterSpace = space;
      from.push(index);
      to.push(index + cluster.length);
    }
  }
  return { from, to };
}

/** The words behind `[start, end)` of the plain view as the sender wrote them, on one line and without invisible characters. */
export function originalWords(raw: string, origin: Origin, start: number, end: number): string {
  const from = origin.from[start];
  const to = origin.to[end - 1];
  if (from === undefined || to === undefined) return '';
  return stripInvisible(raw.slice(from, to))
    .replace(/[\s\u2800]+/gu, ' ')
    .trim();
}
