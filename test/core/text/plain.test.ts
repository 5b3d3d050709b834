import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainText } from '../../../src/core/text/plain.ts';

describe('plainText', () => {
  it.each([
    ['ASCII is lower-cased and white space collapsed', '  Hello,\r\n\tWORLD  ! ', 'hello, world !'],
    ['zero-width characters vanish', 'f\u200br\u200ce\u200de\u2060 m\u00adoney\ufeff', 'free money'],
    ['bidi controls vanish', '\u202efree\u202c \u2066money\u2069\u200f', 'free money'],
    ['variation selectors and tags vanish', '❤\ufe0f\u{e0061}\u{e007f}', '❤'],
    ['fillers that look like nothing vanish', 'f\u3164r\u115fe\uffa0e', 'free'],
    ['controls vanish', 'fr\u0000ee\u0007 \u009fok', 'free ok'],
    ['half surrogate pairs vanish', 'fr\ud800ee\udc00', 'free'],
    ['unusual spaces become spaces', 'free\u00a0\u2003\u3000money\u2028now\u2800ok', 'free money now ok'],
    ['full width becomes plain', 'ＦＲＥＥ１２３', 'free123'],
    ['mathematical letters become plain', '𝐅𝖗𝑒𝕖', 'free'],
    ['ligatures and enclosed letters open', 'oﬃce ℡ ①', 'office tel 1'],
    ['marks compose the same way however they were typed', 'cafe\u0301', 'café'],
    ['Cyrillic is lower-cased', 'БЕСПЛАТНО ЁЛКА', 'бесплатно ёлка'],
    ['Arabic presentation forms become letters', 'ﻣﺠﺎﻧﻲ', 'مجاني'],
    ['Hindi keeps its vowel signs and joins without a joiner', 'मुफ़्त क्\u200dष', 'मुफ़्त क्ष'],
    ['Thai keeps its tone marks', 'ฟรี เงินสด', 'ฟรี เงินสด'],
    ['Chinese stays, its wide punctuation becomes plain', '免费领取！ＶＩＰ', '免费领取!vip'],
    ['half-width katakana and its voicing marks become one', 'ﾌﾟﾚｾﾞﾝﾄ', 'プレゼント'],
    ['Korean letters compose', '\u1112\u1161\u11ab', '한'],
    ['a Turkish capital matches its small letter', 'İSTANBUL', 'istanbul'],
    ['a final sigma matches any sigma', 'ΟΔΟΣ οδος', 'οδοσ οδοσ'],
    ['emoji stay', 'ok 👍🏽', 'ok 👍🏽'],
    ['nothing stays nothing', ' \u200b\n', ''],
  ])('%s', (_, raw, plain) => {
    expect(plainText(raw)).toBe(plain);
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (raw) => {
        const once = plainText(raw);
        expect(plainText(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['one letter that becomes a sentence', '\ufdfa'.repeat(70_000)],
    ['more text than it looks at', 'free '.repeat(20_000)],
    ['surrogate pairs across the limit', `a${'😀'.repeat(40_000)}`],
  ])('stays within 65,536 units for %s', (_, raw) => {
    const plain = plainText(raw);
    expect(plain.length).toBeLessThanOrEqual(65_536);
    expect(plain.length).toBeGreaterThan(65_000);
    expect(plain).toMatch(/^\P{Cs}*$/u);
  });

  it('keeps at most eight marks in a row, so that they can be sorted in linear time', () => {
    expect(plainText(`z${'\u0316\u0301'.repeat(30_000)}`).length).toBeLessThanOrEqual(9);
    expect(plainText(`か${'\u0301\uff9e'.repeat(30_000)}`).length).toBeLessThanOrEqual(9);
  });
});
