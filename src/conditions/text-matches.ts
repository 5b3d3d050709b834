import { RE2JS } from 're2js';
import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import type { Hit } from './hits.ts';
import { hitsResult } from './hits.ts';
import { anyShape, listShape, shorthandSchema } from './shapes.ts';

type Options = ValueSource & { view?: 'plain' | 'raw' | undefined };

const MAX_PATTERN_LENGTH = 2000;
/** Enough to show in a reason; the rest of the text is not searched again. */
const MATCHES_SHOWN = 5;

/** Why the linear-time engine does not take the pattern; null when it does. */
function patternProblem(source: string): string | null {
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

const checkPatterns = (options: Options, context: z.RefinementCtx): void => {
  if (!('any' in options)) return;
  for (const [index, source] of options.any.entries()) {
    const message = patternProblem(source);
    if (message !== null) context.addIssue({ code: 'custom', message, path: ['any', index] });
  }
};
const extra = { view: z.enum(['plain', 'raw'], { error: 'expected plain or raw' }).optional() };

export const textMatches: Condition<Options> = {
  meta: {
    name: 'text.matches',
    summary:
      'Regular expressions (RE2: always linear time; no look-around, no back-references). They see the plain text and ignore case; with `view: raw` the text as written, case included.',
    schema: z
      .union([
        shorthandSchema,
        z.strictObject({ ...anyShape, ...extra }),
        z.strictObject({ ...listShape, ...extra }),
      ])
      .superRefine(checkPatterns),
    absence: 'a message without text is matched as empty text',
    example: "{ any: ['earn \\d+ (usd|eur) daily'], view: plain }",
    explain: '{count} matches ({found}), wanted at least {limit}',
    quotes: true,
  },
  create: (options, context) => {
    const raw = options.view === 'raw';
    const patterns = context.values(options).map((source) => {
      const problem = patternProblem(source);
      if (problem !== null) throw new Error(`'${source}': ${problem}`);
      return RE2JS.compile(source, raw ? 0 : RE2JS.CASE_INSENSITIVE);
    });
    return ({ text }) => {
      const input = raw ? text.raw : text.plain;
      const hits: Hit[] = [];
      for (const pattern of patterns) if (pattern.test(input)) collectMatches(pattern, input, hits);
      return hitsResult(
        (start, end) => (raw ? input.slice(start, end) : text.originalOf(start, end)),
        hits,
        1,
      );
    };
  },
};

function collectMatches(pattern: RE2JS, input: string, into: Hit[]): void {
  const matcher = pattern.matcher(input);
  for (let shown = 0; shown < MATCHES_SHOWN && matcher.find(); shown += 1) {
    into.push({ start: matcher.start(), end: matcher.end() });
  }
}
