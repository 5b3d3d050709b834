import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { hitsAnswers } from './hits.ts';
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
    const find = context.search.substrings(context.values(options));
    const answer = hitsAnswers(options.at_least ?? 1);
    return ({ text }) => answer(text, find(text));
  },
};
