import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { hitsResult } from './hits.ts';
import { anyShape, countSchema, listShape, shorthandSchema } from './shapes.ts';
import { compileWords } from './word-table.ts';

type Options = ValueSource & { at_least?: number | undefined };
const extra = { at_least: countSchema.optional() };

export const textWords: Condition<Options> = {
  meta: {
    name: 'text.words',
    summary:
      'Whole words or phrases, whatever punctuation is around or between them; in scripts without spaces, and for entries without letters (emoji), anywhere in the text.',
    schema: z.union([
      shorthandSchema,
      z.strictObject({ ...anyShape, ...extra }),
      z.strictObject({ ...listShape, ...extra }),
    ]),
    absence: 'a message without text has no words',
    example: '{ any: [free bitcoin, airdrop], at_least: 2 }',
    explain: '{count} of the words ({found}), wanted at least {limit}',
    quotes: true,
  },
  create: (options, context) => {
    const find = compileWords(context.values(options));
    const limit = options.at_least ?? 1;
    return ({ text }) => hitsResult((start, end) => text.originalOf(start, end), find(text), limit);
  },
};
