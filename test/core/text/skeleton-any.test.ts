import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textViews } from '../../../src/core/text/views.ts';

const DISGUISES = [
  ...Array.from('aаαɑbвßcсdeеєfghнiіjkкlmмnoоοpрrгsѕtтuvwxхyуz0135@$!*|+€'),
  ...Array.from('áéñłøƒяиᴀʀ🅵🆁🇫🇷🆓ꓝᖴ\u0336\u0301\u0316\u200d\u0640'),
  ...Array.from(' .-_,()\n\u00a0\u200b\u202e'),
  '  ',
  '👩🏽\u200d🚀',
  '\ud800',
  '\udc00',
  'مر',
  'अ',
  '免',
  'https://',
  '@a.bc',
];
const anything = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...DISGUISES), { maxLength: 60 }).map((units) => units.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
);

describe('any text', () => {
  it('has tokens where they say, and the words its sender wrote behind each', () => {
    fc.assert(
      fc.property(anything, (raw) => {
        const views = textViews(raw);
        const { skeleton, skeletonTokens, plain, disguised } = views;
        expect(disguised).toBe(
          skeletonTokens.some((token) => token.disguised) || (disguised && skeleton !== plain) || disguised,
        );
        if (!disguised) expect(skeleton).toBe(plain);
        let last = 0;
        for (const token of skeletonTokens) {
          expect(token.start).toBeGreaterThanOrEqual(last);
          expect(skeleton.slice(token.start, token.end)).toBe(token.text);
          last = token.end;
          const written = views.originalOf(token.start, token.end, 'skeleton');
          expect(written).not.toBe('');
          const { start, end } = views.plainStretch(token.start, token.end);
          expect(textViews(written).plain).toContain(plain.slice(start, end).trim());
          if (!token.disguised) expect(plain.slice(start, end)).toBe(token.text);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('never crashes for stretches out of range', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), (raw, a, b) => {
        expect(typeof textViews(raw).originalOf(Math.min(a, b), Math.max(a, b), 'skeleton')).toBe('string');
      }),
      { numRuns: 500 },
    );
  });
});

describe('hostile lengths', () => {
  it.each([
    ['leet', 'fr33 b1tc0in v!agra '],
    ['one word', 'a1'],
    ['signs', 'a$'],
    ['dots', 'a1.'],
    ['letters apart', 'f r e e  '],
    ['mixed', 'зaрaбoтoк '],
    ['flags', '🇧🇷'],
    ['free signs', '🆓a'],
    ['stretches', 'aaab'],
    ['marks', 'f\u0336'],
    ['emoji', '😀'],
  ])('%s: the skeleton stays within 65,536 units and its tokens within it', (_, unit) => {
    const { skeleton, skeletonTokens } = textViews(unit.repeat(Math.ceil(70_000 / unit.length)));
    expect(skeleton.length).toBeLessThanOrEqual(65_536);
    expect(skeletonTokens.at(-1)?.end ?? 0).toBeLessThanOrEqual(skeleton.length);
    expect(skeletonTokens.every(({ readings }) => readings.length <= 16)).toBe(true);
  });
});
