import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchIndex } from '../../../src/conditions/search/search-index.ts';
import type { Finder, Hit, SearchIndex } from '../../../src/core/search.ts';
import { plainText } from '../../../src/core/text/plain.ts';
import { hasUnspacedScript, tokenize } from '../../../src/core/text/tokens.ts';
import { textViews } from '../../../src/core/text/views.ts';

type Place = Pick<Hit, 'start' | 'end'>;

/** What each entry finds by itself, without any index. */
function placesOf(plain: string, entry: string, kind: 'words' | 'substrings'): Place[] {
  const wanted = plainText(entry);
  const words = tokenize(wanted).map(({ text }) => text);
  if (wanted === '') return [];
  if (kind === 'substrings' || words.length === 0 || hasUnspacedScript(wanted)) {
    return Array.from({ length: plain.length }, (_, start) => start)
      .filter((start) => plain.startsWith(wanted, start))
      .map((start) => ({ start, end: start + wanted.length }));
  }
  const tokens = tokenize(plain);
  return tokens.flatMap(({ start }, first) => {
    const last = tokens[first + words.length - 1];
    const here = words.every((word, at) => tokens[first + at]?.text === word);
    return here && last !== undefined ? [{ start, end: last.end }] : [];
  });
}

/** From left to right, of those that begin together the longest, none inside another. */
function naive(plain: string, entries: readonly string[], kind: 'words' | 'substrings'): Place[] {
  const places = entries
    .flatMap((entry) => placesOf(plain, entry, kind))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const found: Place[] = [];
  for (const place of places) if (place.start >= (found.at(-1)?.end ?? 0)) found.push(place);
  return found;
}

const find = (finder: Finder, raw: string): Place[] =>
  finder(textViews(raw)).map(({ start, end }) => ({ start, end }));

/** Few letters, so that entries share beginnings, overlap and stand in the texts; of one script a word, or it would be a disguise. */
const SCRIPTS = ['abc', 'ку', 'خي', 'गा', 'ไข', '中文', '😀👍🏽', ' -'];
const piece = fc.oneof(
  ...SCRIPTS.map((letters) => fc.string({ unit: fc.constantFrom(...Array.from(letters)), maxLength: 5 })),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));
const entries = fc.array(
  fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(' ')),
  { maxLength: 12 },
);
const kinds = ['words', 'substrings'] as const;

describe.each(kinds)('the index finds %s', (kind) => {
  const enter = (index: SearchIndex, list: readonly string[]): Finder =>
    kind === 'words' ? index.words(list) : index.substrings(list);

  it('exactly where each entry by itself would be found', () => {
    fc.assert(
      fc.property(text, entries, (raw, list) => {
        const views = textViews(raw);
        fc.pre(!views.disguised);
        expect(find(enter(searchIndex(), list), raw)).toEqual(naive(views.plain, list, kind));
      }),
      { numRuns: 500 },
    );
  });

  it('the same, whatever else the ruleset looks for', () => {
    fc.assert(
      fc.property(
        text,
        entries,
        fc.array(fc.tuple(fc.constantFrom(...kinds), entries)),
        (raw, list, others) => {
          const index = searchIndex();
          const [before, after] = [others.slice(0, others.length >> 1), others.slice(others.length >> 1)];
          const add = ([other, more]: [(typeof kinds)[number], string[]]): unknown =>
            other === 'words' ? index.words(more) : index.substrings(more);
          before.forEach(add);
          const finder = enter(index, list);
          after.forEach(add);
          index.seal();
          expect(find(finder, raw)).toEqual(find(enter(searchIndex(), list), raw));
        },
      ),
    );
  });
});

describe('searchIndex', () => {
  it('counts what overlaps once: the one that begins first, then the longest', () => {
    const index = searchIndex();
    const words = index.words(['free', 'free bitcoin', 'bitcoin now', '免费', '免费领取']);
    const runs = index.substrings(['t.me', 't.me/', 'me/x']);
    expect(find(words, 'free bitcoin now 免费领取')).toEqual([
      { start: 0, end: 12 },
      { start: 17, end: 21 },
    ]);
    expect(find(runs, 'see t.me/x')).toEqual([{ start: 4, end: 9 }]);
  });

  it('gives equal sets of entries one answer', () => {
    const index = searchIndex();
    const [one, other] = [index.words(['a', 'b']), index.words(['a', 'b'])];
    const views = textViews('b a');
    expect(one(views)).toBe(other(views));
  });

  it('knows entries that come after the first search', () => {
    const index = searchIndex();
    const first = index.words(['one']);
    const views = textViews('one two');
    expect(first(views)).toHaveLength(1);
    const second = index.words(['two']);
    expect(second(views)).toHaveLength(1);
    expect(first(views)).toHaveLength(1);
  });

  it('keeps the texts of a message and its names apart', () => {
    const finder = searchIndex().words(['a', 'b']);
    const texts = ['a', 'b', 'a b', 'c', 'a b a', 'd'].map(textViews);
    const expected = [1, 1, 2, 0, 3, 0];
    expect(texts.map((views) => finder(views).length)).toEqual(expected);
    expect(texts.map((views) => finder(views).length)).toEqual(expected);
  });

  it('gives at most a thousand hits, the first ones', () => {
    const hits = searchIndex().words(['spam'])(textViews('spam '.repeat(5000)));
    expect(hits).toHaveLength(1000);
    expect(hits.at(-1)).toEqual({ start: 4995, end: 4999, view: 'plain' });
  });

  it('finds nothing without entries, and nothing of an entry that is blank when folded', () => {
    const index = searchIndex();
    for (const finder of [index.words([]), index.substrings(['\u200b']), index.words(['\u200b'])])
      expect(find(finder, 'any text at all')).toEqual([]);
  });

  it('finds spellings with signs where they stand alone only', () => {
    const finder = searchIndex().profanity(['fuck'], ['s hit', 'sh!t']);
    const words = (raw: string): string[] => {
      const views = textViews(raw);
      return finder(views).map(({ start, end }) => views.originalOf(start, end));
    };
    expect(words('SH!T, s hit.')).toEqual(['SH!T', 's hit']);
    expect(words("it's hit, a bus hit it")).toEqual([]);
    expect(words('fuck')).toEqual(['fuck']);
  });
});
