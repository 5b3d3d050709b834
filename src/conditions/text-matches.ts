import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import type { SearchView } from '../core/search.ts';
import { anyHitAnswers } from './hits.ts';
import { patternProblem } from './patterns.ts';
import { anyShape, listShape, reportEntries, shorthandSchema, usableValues } from './shapes.ts';

type Options = ValueSource & { view?: SearchView | undefined };
const views = ['plain', 'skeleton', 'raw'] as const;
const extra = { view: z.enum(views, { error: 'expected plain, skeleton or raw' }).optional() };

export const textMatches: Condition<Options> = {
  meta: {
    name: 'text.matches',
    summary:
      'Regular expressions (RE2: always linear time; no look-around, no back-references). They see the plain text and ignore case; with `view: skeleton` disguised words as they are meant; with `view: raw` the text as written, case included.',
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
    const sources = usableValues(context, options, patternProblem);
    const find = context.search.patterns(sources, options.view ?? 'plain', 'message');
    const answer = anyHitAnswers();
    return ({ text }) => answer(text, find(text));
  },
};
