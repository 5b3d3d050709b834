import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { clip } from '../core/text/clip.ts';
import type { Amount } from './amount.ts';
import { amountSchema, compileAmount } from './amount.ts';
import { findRepeats } from './repeats.ts';

interface Options {
  characters?: Amount | undefined;
  words?: Amount | undefined;
}
const PHRASE_SHOWN_LENGTH = 80;

export const textRepeats: Condition<Options> = {
  meta: {
    name: 'text.repeats',
    summary:
      'The longest run of one character (`aaaa`; `characters`), and how often a word or a phrase of up to five words follows itself (`buy now buy now`; `words`). Case does not matter; both must fit when both are given.',
    schema: z
      .strictObject({ characters: amountSchema.optional(), words: amountSchema.optional() })
      .refine(({ characters, words }) => (characters ?? words) !== undefined, {
        error: 'say characters, words or both',
      }),
    absence: 'a message without text has 0 of both',
    example: '{ characters: { at_least: 15 } }',
    explain: "'{character}' {characters} times in a row, '{phrase}' {words} times; wanted {limit}",
  },
  create: (options) => {
    const characters = compileAmount(options.characters ?? {});
    const words = compileAmount(options.words ?? {});
    const limit = [
      options.characters === undefined ? null : `characters ${characters.text}`,
      options.words === undefined ? null : `words ${words.text}`,
    ]
      .filter((part) => part !== null)
      .join(' and ');
    return ({ text }) => {
      const found = findRepeats(text);
      return {
        matched: characters.holds(found.characters) && words.holds(found.words),
        data: {
          characters: found.characters,
          character: found.character,
          words: found.words,
          phrase: clip(found.phrase, PHRASE_SHOWN_LENGTH),
          limit,
        },
      };
    };
  },
};
