import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { languageOf, lettersToTell } from './language-detector.ts';
import { detectedAs, LANGUAGES, UNKNOWN_LANGUAGE } from './languages.ts';
import { countSchema, sayValues } from './shapes.ts';

interface Options {
  any?: readonly string[] | undefined;
  except?: readonly string[] | undefined;
  min_letters?: number | undefined;
}

/** Below this the detector is wrong too often: of chat messages of 20 to 40 letters it knows 96 in 100. */
const DEFAULT_MIN_LETTERS = 20;
const error = `expected an ISO code of a language: ${LANGUAGES.join(', ')}, or ${UNKNOWN_LANGUAGE}`;
const language = z.enum([...LANGUAGES, UNKNOWN_LANGUAGE], { error });
const known = z.enum(LANGUAGES, { error });
const languages = z.array(language).min(1, { error: 'the list is empty' });
const extra = { min_letters: countSchema.optional() };

export const textLanguage: Condition<Options> = {
  meta: {
    name: 'text.language',
    summary: `The language of the text as ISO codes (en, es, pt, ru …), found by counting letters; with \`except\` any other language. A text of fewer than ${DEFAULT_MIN_LETTERS} letters (or \`min_letters\`; a Chinese, Japanese, Korean or Thai one counts as three) is \`unknown\`, and so is one that could be several. Malay and Indonesian are the same.`,
    schema: z.union([
      language.transform((value): Options => ({ any: [value] })),
      languages.transform((values): Options => ({ any: values })),
      z.strictObject({ any: languages, ...extra }),
      z.strictObject({ except: z.array(known).min(1, { error: 'the list is empty' }), ...extra }),
    ]),
    absence:
      'a text whose language cannot be told is `unknown`, which `any` may list and `except` never means',
    example: '{ except: [de, en] }',
    explain: 'language {language} ({letters} letters), wanted {wanted}',
    weak: true,
  },
  create: ({ any, except, min_letters: fewest = DEFAULT_MIN_LETTERS }) => {
    const set = new Set((any ?? except ?? []).map(detectedAs));
    const wanted = `${any === undefined ? 'any but ' : ''}${sayValues(any ?? except ?? [])}`;
    return ({ text }) => {
      const letters = lettersToTell(text);
      const language = letters < fewest ? UNKNOWN_LANGUAGE : languageOf(text);
      const listed = set.has(language);
      const matched = any === undefined ? !listed && language !== UNKNOWN_LANGUAGE : listed;
      return { matched, data: { language, letters, wanted } };
    };
  },
};
