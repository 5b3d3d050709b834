import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textViews } from '../../../src/core/text/views.ts';

/** Words of two letters and more with no letter three times in a row, as ordinary words have. */
const word = (letters: string): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from(letters)), { minLength: 2, maxLength: 12 })
    .map((characters) => characters.join(''))
    .filter((text) => !/(.)\1\1/u.test(text));

/** Drawn alike, so that nobody sees the difference. */
const TWINS: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  j: 'ј',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  x: 'х',
  y: 'у',
};
const FANCY: Record<string, string> = { a: '🅰', b: 'ʙ', e: '🅴', g: 'ɢ', n: 'ɴ', r: 'ʀ', t: '🆃' };

describe('an English word', () => {
  const english = word('abcdefghijklmnopqrstuvwxyz').filter((text) => text.length >= 4);

  it.each([
    ['look-alikes', TWINS],
    ['fancy letters', FANCY],
    ['both', { ...FANCY, ...TWINS }],
  ])('is read back from %s, and is ordinary then', (_, table) => {
    fc.assert(
      fc.property(english, fc.infiniteStream(fc.boolean()), (original, choices) => {
        const disguised = Array.from(original, (letter) =>
          choices.next().value === true ? (table[letter] ?? letter) : letter,
        ).join('');
        fc.pre(/[bdfghklmnqrtuvwz]/.test(disguised) && disguised !== original);
        const views = textViews(`please read this: ${disguised}`);
        expect(views.skeletonTokens.at(-1)?.readings).toContain(original);
        expect(textViews(views.skeleton).disguised).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('is read back from letters apart', () => {
    const separator = fc.constantFrom(' ', '.', '-', '_', '*', ' - ', '🔥', '~');
    fc.assert(
      fc.property(english, separator, (original, between) => {
        fc.pre(new Set(original).size > 1 && !'abcdefghijklmnopqrstuvwxyz'.includes(original));
        const views = textViews(`so: ${Array.from(original).join(between)}`);
        const last = views.skeletonTokens.at(-1);
        expect([last?.text, last?.spelled]).toEqual([original, true]);
        expect(views.originalOf(last?.start ?? 0, last?.end ?? 0, 'skeleton')).toBe(
          Array.from(original).join(between),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is read back from stretched letters', () => {
    fc.assert(
      fc.property(english, fc.nat(), fc.integer({ min: 3, max: 9 }), (original, at, times) => {
        const index = at % original.length;
        const stretched =
          original.slice(0, index) + original.charAt(index).repeat(times) + original.slice(index + 1);
        const views = textViews(stretched);
        expect(views.skeletonTokens[0]?.readings).toContain(original);
      }),
      { numRuns: 300 },
    );
  });
});
