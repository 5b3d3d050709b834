import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { hitsAnswers } from './hits.ts';
import { profanities } from './profanity-list.ts';
import { countSchema, valuesSchema } from './shapes.ts';

interface Options {
  at_least?: number | undefined;
  except?: ValueSource | undefined;
  add?: ValueSource | undefined;
}

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
    const read = (source: ValueSource | undefined): readonly string[] =>
      source === undefined ? [] : context.values(source);
    const { words, spellings } = profanities(read(options.except), read(options.add));
    const find = context.search.profanity(words, spellings);
    const answer = hitsAnswers(options.at_least ?? 1);
    return ({ text }) => answer(text, find(text));
  },
};
