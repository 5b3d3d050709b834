import { z } from 'zod';
import type { Condition, ConditionContext, ValueSource } from '../core/condition.ts';
import type { Sender } from '../core/message.ts';
import type { Finder, Hit } from '../core/search.ts';
import type { TextViews } from '../core/text/views.ts';
import { textViews } from '../core/text/views.ts';
import { writtenWords } from './hits.ts';
import { brandNameProblem, readBrand } from './like/brand.ts';
import type { Likeness } from './like/likeness.ts';
import { nameLikeness } from './like/name-likeness.ts';
import { patternProblem } from './patterns.ts';
import { rememberLast } from './remember-last.ts';
import { checkedValues, shorthandSchema, usableValues, valuesSchema } from './shapes.ts';

interface Options {
  words?: ValueSource | undefined;
  contains?: ValueSource | undefined;
  matches?: ValueSource | undefined;
  like?: ValueSource | undefined;
}

export const senderName: Condition<Options> = {
  meta: {
    name: 'sender.name',
    summary:
      'The profile name or the username: whole words (also the short form), a run of characters (`contains`) or patterns (`matches`), each as in the text conditions, or `like`: it pretends to be one of these. Of several keys each must be found in one of the two.',
    schema: z.union([
      shorthandSchema.transform((words): Options => ({ words })),
      z
        .strictObject({
          words: valuesSchema.optional(),
          contains: valuesSchema.optional(),
          matches: checkedValues(patternProblem).optional(),
          like: checkedValues(brandNameProblem).optional(),
        })
        .refine(
          ({ words, contains, matches, like }) => (words ?? contains ?? matches ?? like) !== undefined,
          {
            error: 'say at least one of words, contains, matches, like',
          },
        ),
    ]),
    absence: 'a sender without name and username does not match',
    example: "{ words: [support, admin], contains: '💰' }",
    explain: 'name has {found}, wanted {wanted}[; like {like}: {how}]',
    quotes: true,
  },
  create: (options, context) => {
    const likenessOf = likenessFinder(options.like, context);
    const finders = findersOf(options, likenessOf, context);
    const wanted = finders.map(({ what }) => what).join(' and ');
    const nothing = { matched: false, data: { found: 'nothing', wanted }, words: [] };
    return ({ message: { sender } }) => {
      const names = namesOf(sender);
      const found = finders.map(({ find }) => names.map((name) => ({ name, hits: find(name) })));
      if (found.every((perName) => perName.every(({ hits }) => hits.length === 0))) return nothing;
      const words = new Set(found.flat().flatMap(({ name, hits }) => writtenWords(name, hits)));
      return {
        matched: found.every((perName) => perName.some(({ hits }) => hits.length > 0)),
        data: { found: [...words].join(', '), wanted, ...firstOf(names, likenessOf) },
        words: [...words],
      };
    };
  },
};

interface NameFinder {
  what: string;
  find: Finder;
}

type LikenessOf = (name: TextViews) => Likeness | null;

function likenessFinder(like: ValueSource | undefined, context: ConditionContext): LikenessOf | null {
  if (like === undefined) return null;
  const find = nameLikeness(
    usableValues(context, like, brandNameProblem).map((entry) => readBrand(entry).name),
  );
  return rememberLast(({ raw }) => find(raw));
}

const firstOf = (names: readonly TextViews[], likenessOf: LikenessOf | null): Likeness | null =>
  (likenessOf === null ? undefined : names.map(likenessOf).find((likeness) => likeness !== null)) ?? null;

function findersOf(
  { words, contains, matches }: Options,
  likenessOf: LikenessOf | null,
  context: ConditionContext,
): NameFinder[] {
  const { search } = context;
  const finders: NameFinder[] = [];
  if (words !== undefined) finders.push({ what: 'a word', find: search.words(context.values(words)) });
  if (contains !== undefined)
    finders.push({ what: 'characters', find: search.substrings(context.values(contains)) });
  if (matches !== undefined) {
    const find = search.patterns(usableValues(context, matches, patternProblem), 'plain', 'name');
    finders.push({ what: 'a pattern', find: (name) => find(name)?.() ?? [] });
  }
  if (likenessOf !== null)
    finders.push({
      what: 'somebody to be taken for',
      find: (name) => (likenessOf(name) === null ? [] : wholeOf(name)),
    });
  return finders;
}

const wholeOf = ({ plain }: TextViews): readonly Hit[] => [{ start: 0, end: plain.length, view: 'plain' }];

const namesOf: (sender: Sender) => readonly TextViews[] = rememberLast(({ name, username }) =>
  [name, username].filter((one) => one !== null).map(textViews),
);
