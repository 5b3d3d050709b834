import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchIndex } from '../../../src/conditions/search/search-index.ts';
import { readsAs, withoutRuns } from '../../../src/conditions/search/stretched.ts';
import type { Finder } from '../../../src/core/search.ts';
import { textViews } from '../../../src/core/text/views.ts';

const found = (finder: Finder, raw: string): string[] => {
  const text = textViews(raw);
  return finder(text).map(({ start, end, view }) =>
    text.originalOf(start, end, view === 'raw' ? 'plain' : view),
  );
};

describe('words in disguise', () => {
  const ENTRIES = [
    'free bitcoin',
    'viagra',
    'cool',
    'cop',
    'loto',
    'lottery',
    'sex',
    'casino',
    '赚钱',
    'v1p',
  ];
  it.each([
    ['digits for letters, in a phrase', 'get fr33 b1tc0in now', ['fr33 b1tc0in']],
    ['only one word of a phrase in disguise', 'FREE b1tcoin', ['FREE b1tcoin']],
    ['Cyrillic letters in a Latin word', 'best v\u0456\u0430gra here', ['v\u0456\u0430gra']],
    ['a letter that was stretched for one', 'viaaaagra', ['viaaaagra']],
    ['a letter that was stretched for two', 'so coooool', ['coooool']],
    ['letters written one by one', 'v i a g r a', ['v i a g r a']],
    ['a phrase whose spaces were lost', 'f-r-e-e-b-i-t-c-o-i-n', ['f-r-e-e-b-i-t-c-o-i-n']],
    ['a short word that begins what is spelled', 's e x y', ['s e x y']],
    ['a word inside what is spelled', 'm y v i a g r a x x', ['m y v i a g r a x x']],
    ['another reading of the same sign', 'a 1ottery', ['1ottery']],
    ['an entry that is in disguise itself, once', 'be v1p', ['v1p']],
  ])('are found: %s', (_, raw, words) => {
    expect(found(searchIndex().words(ENTRIES), raw)).toEqual(words);
  });

  it.each([
    ['two equal letters are not one', 'cooll', 'cool'],
    ['a short word inside what is spelled', 'e s s e x i t o', 'sex'],
    ['the words beside one in disguise', 'fr33 money for bitcoin', 'free bitcoin'],
    ['a word that continues', 'v1agras', 'viagra'],
    ['ordinary text', 'the casing of viagr', 'viagra'],
  ])('are not found: %s', (_, raw, entry) => {
    expect(found(searchIndex().words([entry]), raw)).toEqual([]);
  });

  it('count once where both views show them', () => {
    const index = searchIndex();
    const finder = index.words(['free bitcoin', 'bitcoin', 'fr33']);
    expect(found(finder, 'fr33 bitcoin, bitcoin')).toEqual(['fr33 bitcoin', 'bitcoin']);
  });
});

describe('runs of characters in disguise', () => {
  it.each([
    ['inside a word', 'my b1tcoins', ['bitcoin'], ['b1tcoins']],
    ['over the edge of a word', 'fr33 money', ['ee mo'], ['fr33 mo']],
    ['stretched', 'get coooolest', ['cool'], ['coooolest']],
    ['another reading', 'a 1ottery', ['lotter'], ['1ottery']],
  ])('are found: %s', (_, raw, entries, words) => {
    expect(found(searchIndex().substrings(entries), raw)).toEqual(words);
  });

  it('are not found beside a word in disguise', () => {
    const finder = searchIndex().substrings(['coin']);
    expect(found(finder, 'fr33 coin')).toEqual(['coin']);
    expect(found(finder, 'fr33 con')).toEqual([]);
  });
});

describe('text.profanity in disguise', () => {
  it('finds a spelling with signs once, however the skeleton reads it', () => {
    const finder = searchIndex().profanity(['shit', 'fuck'], ['sh!t', 'f u c k']);
    expect(found(finder, 'sh!t, f u c k, fuuuuck')).toEqual(['sh!t', 'f u c k', 'fuuuuck']);
  });
});

describe('a stretched word', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 8 });

  it('reads as every word with one or two letters in its place, and no other', () => {
    const runs = (text: string): string[] => text.match(/(.)\1*/g) ?? [];
    fc.assert(
      fc.property(word, word, (written, entry) => {
        const [has, wants] = [runs(written), runs(entry)];
        const expected =
          has.length === wants.length &&
          has.every(
            (run, at) => run.charAt(0) === wants[at]?.charAt(0) && (run.length === 3 || run === wants[at]),
          );
        expect(readsAs(written, entry)).toBe(expected);
        if (expected) expect(withoutRuns(written)).toBe(withoutRuns(entry));
      }),
      { numRuns: 2000 },
    );
  });
});
