import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { hitsAnswers } from './hits.ts';
import { anyShape, countSchema, listShape, shorthandSchema } from './shapes.ts';

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
    const find = context.search.words(context.values(options));
    const answer = hitsAnswers(options.at_least ?? 1);
    return ({ text }) => answer(text, find(text));
  },
};
