import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { hitsResult } from './hits.ts';
import { isListedProfanity, profanityFinder } from './profanity-list.ts';
import { countSchema, valuesSchema } from './shapes.ts';
import { compileWords } from './word-table.ts';

interface Options {
  at_least?: number | undefined;
  except?: ValueSource | undefined;
  add?: ValueSource | undefined;
}

/** One array for all who except nothing, so that they share a finder. */
const NOTHING: readonly string[] = [];

export const textProfanity: Condition<Options> = {
  meta: {
    name: 'text.profanity',
    summary:
      "Words of bad-words' list. It holds words that are harmless elsewhere (hell, god, suka, schmuck): take those out with `except`, put yours in with `add`.",
    schema: z.union([
      z.literal(true).transform((): Options => ({})),
      z.strictObject({
        at_least: countSchema.optional(),
        except: valuesSchema.optional(),
        add: valuesSchema.optional(),
      }),
    ]),
    absence: 'a message without text has none',
    example: '{ at_least: 2, except: [hell, damn] }',
    explain: '{count} profane words ({found}), wanted at least {limit}',
    quotes: true,
  },
  create: (options, context) => {
    const except = options.except === undefined ? NOTHING : context.values(options.except);
    const find = profanityFinder(except);
    const added = options.add === undefined ? NOTHING : context.values(options.add);
    const findAdded = compileWords(added.filter((word) => !isListedProfanity(word) || except.includes(word)));
    const limit = options.at_least ?? 1;
    return ({ text }) => {
      const hits = added.length === 0 ? find(text) : [...find(text), ...findAdded(text)];
      return hitsResult((start, end) => text.originalOf(start, end), hits, limit);
    };
  },
};
