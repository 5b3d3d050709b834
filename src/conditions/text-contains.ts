import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { plainText } from '../core/text/plain.ts';
import type { Hit } from './hits.ts';
import { collectOccurrences, hitsResult } from './hits.ts';
import { anyShape, countSchema, listShape, shorthandSchema } from './shapes.ts';

type Options = ValueSource & { at_least?: number | undefined };
const extra = { at_least: countSchema.optional() };

export const textContains: Condition<Options> = {
  meta: {
    name: 'text.contains',
    summary:
      'A run of characters anywhere in the text, inside words too; case and invisible characters do not matter.',
    schema: z.union([
      shorthandSchema,
      z.strictObject({ ...anyShape, ...extra }),
      z.strictObject({ ...listShape, ...extra }),
    ]),
    absence: 'a message without text contains nothing',
    example: "['t.me/', '@gmail.com']",
    explain: 'contains {count} ({found}), wanted at least {limit}',
    quotes: true,
  },
  create: (options, context) => {
    const needles = [...new Set(context.values(options).map((value) => plainText(value)))].filter(
      (needle) => needle !== '',
    );
    const limit = options.at_least ?? 1;
    return ({ text }) => {
      const hits: Hit[] = [];
      for (const needle of needles) collectOccurrences(text.plain, needle, hits);
      return hitsResult((start, end) => text.originalOf(start, end), hits, limit);
    };
  },
};
