import { kindOfPoint, SIMPLE } from './character-kinds.ts';
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
const CLUSTER = new RegExp(`[^][${MERGING}${INVISIBLE_CLASS}]*`, 'uy');

/**
 * Rebuilds the first `length` units of the plain view (or a few more) cluster by cluster; costs far more than the view itself, so it
 * is for texts with a hit only.
 */
export function traceOrigin(raw: string, length = MAX_TEXT_LENGTH): Origin {
  const from: number[] = [];
  const to: number[] = [];
  const folds = new Map<string, string>();
  const most = Math.min(length, MAX_TEXT_LENGTH);
  let afterSpace = true;
  for (let index = 0; index < raw.length && from.length < most;) {
    const cluster = clusterAt(raw, index);
    const end = index + cluster.length;
    const folded = folds.get(cluster) ?? foldCharacters(cluster);
    folds.set(cluster, folded);
    for (let unit = 0; unit < folded.length; unit += 1) {
      const space = isSpace(folded.charCodeAt(unit));
      if (space && afterSpace) continue;
      afterSpace = space;
      from.push(index);
      to.push(end);
    }
    index = end;
  }
  return { from, to };
}

/** Nothing that merges is simple: nearly every character is a cluster by itself, and no regular expression is needed to see it. */
function clusterAt(raw: string, index: number): string {
  const point = raw.codePointAt(index) ?? 0;
  const next = index + (point > 0xffff ? 2 : 1);
  if (next === raw.length || (kindOfPoint(raw.codePointAt(next) ?? 0) & SIMPLE) !== 0)
    return raw.slice(index, next);
  CLUSTER.lastIndex = index;
  return CLUSTER.exec(raw)?.[0] ?? raw.slice(index, next);
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
