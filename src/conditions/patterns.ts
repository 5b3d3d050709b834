import { RE2JS } from 're2js';
import type { Hit } from './hits.ts';

const MAX_PATTERN_LENGTH = 2000;
/** Enough to show in a reason; the rest of the text is not searched again. */
const MATCHES_SHOWN = 5;

/** Why the linear-time engine does not take the pattern; null when it does. */
export function patternProblem(source: string): string | null {
  if (source.length > MAX_PATTERN_LENGTH)
    return `the pattern is longer than ${MAX_PATTERN_LENGTH} characters`;
  try {
    const pattern = RE2JS.compile(source);
    // A pattern that finds nothing everywhere would match every message of every customer.
    const matchesAll = pattern.test('') && pattern.test('\u0001');
    return matchesAll ? 'the pattern also matches empty text, so it would match every message' : null;
  } catch (error) {
    const detail =
      error instanceof Error ? error.message.replace('error parsing regexp: ', '') : 'not a pattern';
    const unsupported = /\(\?<?[=!]|\\[1-9]/.test(source)
      ? 'look-around and back-references cannot run in linear time and are not supported'
      : 'see the RE2 syntax';
    return `the pattern cannot be used: ${detail}; ${unsupported}`;
  }
}

/** Finds patterns that passed `patternProblem`, ignoring case unless told otherwise. */
export function compilePatterns(
  sources: readonly string[],
  { matchCase = false }: { matchCase?: boolean } = {},
): (input: string) => Hit[] {
  const patterns = sources.map((source) => RE2JS.compile(source, matchCase ? 0 : RE2JS.CASE_INSENSITIVE));
  return (input) => {
    const hits: Hit[] = [];
    for (const pattern of patterns) if (pattern.test(input)) collectMatches(pattern, input, hits);
    return hits;
  };
}

function collectMatches(pattern: RE2JS, input: string, into: Hit[]): void {
  const matcher = pattern.matcher(input);
  for (let shown = 0; shown < MATCHES_SHOWN && matcher.find(); shown += 1) {
    into.push({ start: matcher.start(), end: matcher.end() });
  }
}
