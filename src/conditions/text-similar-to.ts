import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { formatPercent, parsePercent } from '../core/percent.ts';
import { clip } from '../core/text/clip.ts';
import { knownTextProblem, knownTexts } from './known-texts.ts';
import { anyShape, listShape, reportEntries } from './shapes.ts';

type Options = ValueSource & { at_least: number };

const DEFAULT_SHARE = '70%';
/** Less is met by chance, and not always found. */
const LEAST_SHARE = 0.5;
const SHOWN_LENGTH = 60;

const share = z.string({ error: 'expected a share such as 70%' }).transform((text, context) => {
  const value = parsePercent(text);
  if (value !== null && value >= LEAST_SHARE) return value;
  context.addIssue({
    code: 'custom',
    message: `expected a share from ${formatPercent(LEAST_SHARE)} to 100%, such as 70%`,
  });
  return z.NEVER;
});
const extra = { at_least: share.prefault(DEFAULT_SHARE) };

export const textSimilarTo: Condition<Options> = {
  meta: {
    name: 'text.similar_to',
    summary: `How much of the text is that of a known one, whatever names, numbers, addresses, emoji, slips and order of words differ; \`at_least\` is ${DEFAULT_SHARE} unless you say otherwise.`,
    schema: z
      .union([z.strictObject({ ...anyShape, ...extra }), z.strictObject({ ...listShape, ...extra })])
      .superRefine((options, context) => reportEntries(options, knownTextProblem, context)),
    absence: 'a text of fewer than 5 words or 25 letters is like none',
    example: '{ any: [our company is looking for part time helpers who work from home], at_least: 70% }',
    explain: "{similarity} like '{nearest}', wanted at least {limit}",
  },
  create: ({ at_least: limit, ...source }, context) => {
    const find = knownTexts(context.values(source));
    const wanted = formatPercent(limit);
    return ({ text }) => {
      const found = find(text);
      return {
        matched: found !== null && found.similarity >= limit,
        data: {
          similarity: formatPercent(found?.similarity ?? 0),
          nearest: found === null ? 'no known text' : clip(found.entry, SHOWN_LENGTH),
          limit: wanted,
        },
      };
    };
  },
};
