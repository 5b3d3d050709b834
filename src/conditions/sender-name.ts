import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import type { Sender } from '../core/message.ts';
import type { TextViews } from '../core/text/views.ts';
import { textViews } from '../core/text/views.ts';
import type { Hit } from './hits.ts';
import { hitsResult } from './hits.ts';
import { compileNeedles } from './needles.ts';
import { compilePatterns, patternProblem } from './patterns.ts';
import { rememberLast } from './remember-last.ts';
import { checkedValues, shorthandSchema, usableValues, valuesSchema } from './shapes.ts';
import { compileWords } from './word-table.ts';

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
    const finders = findersOf(options, (source, problemOf) =>
      problemOf === undefined ? context.values(source) : usableValues(context, source, problemOf),
    );
    const wanted = finders.map(({ what }) => what).join(' and ');
    return ({ message: { sender } }) => {
      const names = namesOf(sender);
      const found = finders.map(({ find }) => names.map((name) => ({ name, hits: find(name) })));
      const words = found.flat().flatMap(({ name, hits }) => {
        const result = hitsResult((start, end) => name.originalOf(start, end), hits, 1);
        return result.words ?? [];
      });
      const quoted = [...new Set(words)];
      return {
        matched: found.every((perName) => perName.some(({ hits }) => hits.length > 0)),
        data: { found: quoted.length === 0 ? 'nothing' : quoted.join(', '), wanted },
        words: quoted,
      };
    };
  },
};

interface NameFinder {
  what: string;
  find: (name: TextViews) => readonly Hit[];
}

function findersOf(
  { words, contains, matches }: Options,
  read: (source: ValueSource, problemOf?: typeof patternProblem) => readonly string[],
): NameFinder[] {
  const finders: NameFinder[] = [];
  if (words !== undefined) finders.push({ what: 'a word', find: compileWords(read(words)) });
  if (contains !== undefined) finders.push({ what: 'characters', find: compileNeedles(read(contains)) });
  if (matches !== undefined) {
    const find = compilePatterns(read(matches, patternProblem));
    finders.push({ what: 'a pattern', find: ({ plain }) => find(plain) });
  }
  return finders;
}

const namesOf: (sender: Sender) => readonly TextViews[] = rememberLast(({ name, username }) =>
  [name, username].filter((one) => one !== null).map(textViews),
);
