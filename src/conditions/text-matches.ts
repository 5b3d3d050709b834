import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { hitsResult } from './hits.ts';
import { compilePatterns, patternProblem } from './patterns.ts';
import { anyShape, listShape, reportEntries, shorthandSchema, usableValues } from './shapes.ts';

type Options = ValueSource & { view?: 'plain' | 'raw' | undefined };
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
      .superRefine((options: ValueSource, context) => reportEntries(options, patternProblem, context)),
    absence: 'a message without text is matched as empty text',
    example: "{ any: ['earn \\d+ (usd|eur) daily'], view: plain }",
    explain: '{count} matches ({found}), wanted at least {limit}',
    quotes: true,
  },
  create: (options, context) => {
    const raw = options.view === 'raw';
    const find = compilePatterns(usableValues(context, options, patternProblem), { matchCase: raw });
    return ({ text }) => {
      const input = raw ? text.raw : text.plain;
      const original = (start: number, end: number): string =>
        raw ? input.slice(start, end) : text.originalOf(start, end);
      return hitsResult(original, find(input), 1);
    };
  },
};
