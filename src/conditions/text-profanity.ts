import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { hitsAnswers } from './hits.ts';
import { identityWords, profanities } from './profanity-list.ts';
import type { ProfaneLanguage } from './profanity/word-lists.ts';
import { PROFANE_LANGUAGES } from './profanity/word-lists.ts';
import { countSchema, valuesSchema } from './shapes.ts';

interface Options {
  at_least?: number | undefined;
  except?: ValueSource | undefined;
  add?: ValueSource | undefined;
  languages?: readonly ProfaneLanguage[] | undefined;
  identity?: boolean | undefined;
}

const language = z.enum(PROFANE_LANGUAGES, { error: `expected one of ${PROFANE_LANGUAGES.join(', ')}` });

export const textProfanity: Condition<Options> = {
  meta: {
    name: 'text.profanity',
    summary: `Profane words of ${PROFANE_LANGUAGES.length} languages (${PROFANE_LANGUAGES.join(', ')}), or of some (\`languages\`), without those that are everyday words elsewhere; take more out with \`except\`, put yours in with \`add\`. What somebody is (gay, Jew, Muslim …) is no profanity: such words are told apart, and count only with \`identity: true\`.`,
    schema: z.union([
      z.literal(true).transform((): Options => ({})),
      z.strictObject({
        at_least: countSchema.optional(),
        except: valuesSchema.optional(),
        add: valuesSchema.optional(),
        languages: z.array(language).min(1, { error: 'the list is empty' }).optional(),
        identity: z.boolean({ error: 'expected true or false' }).optional(),
      }),
    ]),
    absence: 'a message without text has none',
    example: '{ at_least: 2, languages: [en, es], except: [damn] }',
    explain: '{count} profane words ({found}), wanted at least {limit}[; {identity} identity words beside]',
    quotes: true,
    weak: ({ identity }) => identity === true,
  },
  create: ({ at_least: limit = 1, identity = false, languages, ...sources }, context) => {
    const read = (source: ValueSource | undefined): readonly string[] =>
      source === undefined ? [] : context.values(source);
    const except = read(sources.except);
    const what = identityWords(except);
    const { words: profane, spellings } = profanities({ except, add: read(sources.add), languages });
    const find = context.search.profanity(identity ? [...profane, ...what] : profane, spellings);
    const findIdentity = context.search.words(what);
    const answer = hitsAnswers(limit);
    return ({ text }) => {
      const result = answer(text, find(text));
      const beside = findIdentity(text).length;
      if (beside === 0) return result;
      const { matched, data, words = [] } = result;
      return { matched, data: { ...data, identity: beside }, words };
    };
  },
};
