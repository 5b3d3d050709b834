import { z } from 'zod';
import type { Condition, ConditionContext, ValueSource } from '../core/condition.ts';
import type { Sender } from '../core/message.ts';
import type { Finder } from '../core/search.ts';
import type { TextViews } from '../core/text/views.ts';
import { textViews } from '../core/text/views.ts';
import { writtenWords } from './hits.ts';
import { patternProblem } from './patterns.ts';
import { rememberLast } from './remember-last.ts';
import { checkedValues, shorthandSchema, usableValues, valuesSchema } from './shapes.ts';

interface Options {
  words?: ValueSource | undefined;
  contains?: ValueSource | undefined;
  matches?: ValueSource | undefined;
}

export const senderName: Condition<Options> = {
  meta: {
    name: 'sender.name',
    summary:
      'The profile name or the username: whole words (also the short form), a run of characters (`contains`) or patterns (`matches`), each as in the text conditions. Of several keys each must be found in one of the two.',
    schema: z.union([
      shorthandSchema.transform((words): Options => ({ words })),
      z
        .strictObject({
          words: valuesSchema.optional(),
          contains: valuesSchema.optional(),
          matches: checkedValues(patternProblem).optional(),
        })
        .refine(({ words, contains, matches }) => (words ?? contains ?? matches) !== undefined, {
          error: 'say at least one of words, contains, matches',
        }),
    ]),
    absence: 'a sender without name and username does not match',
    example: "{ words: [support, admin], contains: '💰' }",
    explain: 'name has {found}, wanted {wanted}',
    quotes: true,
  },
  create: (options, context) => {
    const finders = findersOf(options, context);
    const wanted = finders.map(({ what }) => what).join(' and ');
    const nothing = { matched: false, data: { found: 'nothing', wanted }, words: [] };
    return ({ message: { sender } }) => {
      const names = namesOf(sender);
      const found = finders.map(({ find }) => names.map((name) => ({ name, hits: find(name) })));
      if (found.every((perName) => perName.every(({ hits }) => hits.length === 0))) return nothing;
      const words = new Set(found.flat().flatMap(({ name, hits }) => writtenWords(name, hits)));
      return {
        matched: found.every((perName) => perName.some(({ hits }) => hits.length > 0)),
        data: { found: [...words].join(', '), wanted },
        words: [...words],
      };
    };
  },
};

interface NameFinder {
  what: string;
  find: Finder;
}

function findersOf({ words, contains, matches }: Options, context: ConditionContext): NameFinder[] {
  const { search } = context;
  const finders: NameFinder[] = [];
  if (words !== undefined) finders.push({ what: 'a word', find: search.words(context.values(words)) });
  if (contains !== undefined)
    finders.push({ what: 'characters', find: search.substrings(context.values(contains)) });
  if (matches !== undefined) {
    const find = search.patterns(usableValues(context, matches, patternProblem), 'plain', 'name');
    finders.push({ what: 'a pattern', find: (name) => find(name)?.() ?? [] });
  }
  return finders;
}

const namesOf: (sender: Sender) => readonly TextViews[] = rememberLast(({ name, username }) =>
  [name, username].filter((one) => one !== null).map(textViews),
);
