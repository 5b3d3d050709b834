import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  INVISIBLE,
  INVISIBLE_CLASS,
  kindOfPoint,
  LETTER,
  MARK,
  SIMPLE,
  SPACE,
} from '../../../src/core/text/character-kinds.ts';
import { plainText } from '../../../src/core/text/plain.ts';
import { tokenize } from '../../../src/core/text/tokens.ts';

/** The plain view as its definition reads, without any thought of speed. */
function reference(raw: string): string {
  const tame = (text: string): string =>
    text
      .replace(new RegExp(`[${INVISIBLE_CLASS}]+`, 'gu'), '')
      .replace(/([\p{M}\uff9e\uff9f]{8})[\p{M}\uff9e\uff9f]+/gu, '$1');
  const lower = tame(tame(raw).normalize('NFKC')).toLowerCase();
  return lower
    .replace(/i\u0307+/g, 'i')
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
    .replace(/[\s\u2800]+/gu, ' ')
    .trim();
}

const AWKWARD =
  'aZ İi\u0307ΣςßẞK\u212bﬁⅣ１ｱﾞ゛\u0300\u0301\u0345\u064b\u200b\u200d\u202e\u2800\u00a0\u3000\u0085\n\t\u0000\ufeff\ud800\udc00가ᄀ\u1161한\ufdfa😀𝒜\u{e0041}\u{1d173}क्षไขا';
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...Array.from(AWKWARD)), maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('a', '\u0301', '\u0489', 'ﾞ'), maxLength: 60 }),
);

it('plainText does what its definition says', () => {
  fc.assert(
    fc.property(text, (raw) => {
      expect(plainText(raw)).toBe(reference(raw));
    }),
    { numRuns: 3000 },
  );
});

it('plainText does what its definition says of characters it takes for simple, side by side', () => {
  const simple = fc
    .integer({ min: 0x20, max: 0x1ffff })
    .filter((point) => (kindOfPoint(point) & SIMPLE) !== 0)
    .map((point) => String.fromCodePoint(point));
  const common = fc.constantFrom(...Array.from('aZéИйÑ中あア가한กขكمאב😀'));
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(simple, common), maxLength: 30 }), (raw) => {
      expect(plainText(raw)).toBe(reference(raw));
    }),
    { numRuns: 3000 },
  );
});

it('tokenize finds the runs of letters, marks and digits', () => {
  fc.assert(
    fc.property(text, (raw) => {
      const expected = Array.from(raw.matchAll(/[\p{L}\p{M}\p{N}]+/gu), ({ 0: word, index }) => ({
        text: word,
        start: index,
        end: index + word.length,
      }));
      expect(tokenize(raw)).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});

it('knows the kind of every character of the classes it stands for', () => {
  const classes: [number, RegExp][] = [
    [LETTER, /[\p{L}\p{M}\p{N}]/u],
    [MARK, /[\p{M}\uff9e\uff9f]/u],
    [INVISIBLE, new RegExp(`[${INVISIBLE_CLASS}]`, 'u')],
    [SPACE, /[\s\u2800]/u],
  ];
  const point = fc.oneof(fc.integer({ min: 0, max: 0x10ffff }), fc.integer({ min: 0, max: 0xffff }));
  fc.assert(
    fc.property(point, (one) => {
      const expected = classes
        .filter(([, pattern]) => pattern.test(String.fromCodePoint(one)))
        .map(([flag]) => flag);
      // Once as a new character, once from the table.
      for (let time = 0; time < 2; time += 1)
        expect(classes.map(([flag]) => flag).filter((flag) => (kindOfPoint(one) & flag) !== 0)).toEqual(
          expected,
        );
    }),
    { numRuns: 3000 },
  );
});
