import { RE2JS } from 're2js';
import { foldCharacters } from '../../core/text/plain.ts';

/** Small letters of the plain view that equal another one of it when case is ignored: texts with them are searched for everything. */
export const TWIN_LETTERS = Array.from('\u0345\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87\u1c88');

/**
 * Runs of characters of which at least one is in every text that the pattern is in; null when there are none. RE2 works them out
 * when it compiles a pattern. With `folded` they are as the plain view writes them, and the pattern may ignore case.
 */
export function neededBy(source: string, { folded }: { folded: boolean }): readonly string[] | null {
  const needs = literals(RE2JS.compile(source).re2().prefilter);
  if (needs === null || !folded) return needs;
  const pieces = needs.map(longestPlainPiece);
  return pieces.includes('') ? null : pieces;
}

interface Prefilter {
  type: number;
  str: string;
  subs: readonly unknown[];
}
const EXACT = 1;
const ALL_OF = 2;
const ANY_OF = 3;

/** Reads the engine's own filter; what it does not know needs nothing. */
function literals(filter: unknown): readonly string[] | null {
  if (!isPrefilter(filter)) return null;
  if (filter.type === EXACT) return filter.str === '' ? null : [filter.str];
  const parts = filter.subs.map(literals);
  if (filter.type === ANY_OF)
    return parts.length === 0 || parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
  if (filter.type !== ALL_OF) return null;
  const shortest = (part: readonly string[]): number => Math.min(...part.map(({ length }) => length));
  return parts.reduce((best, part) => {
    if (part === null || best === null) return best ?? part;
    return shortest(part) > shortest(best) ? part : best;
  }, null);
}

const isPrefilter = (value: unknown): value is Prefilter =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  'str' in value &&
  'subs' in value &&
  Array.isArray(value.subs);

/** A character the plain view writes otherwise is not looked for. */
function longestPlainPiece(literal: string): string {
  let longest = '';
  let piece = '';
  for (const character of literal) {
    const small = character.toLowerCase();
    piece = foldCharacters(small) === small && Array.from(small).length === 1 ? piece + small : '';
    if (piece.length > longest.length) longest = piece;
  }
  return longest;
}
