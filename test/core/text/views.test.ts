import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceOrigin } from '../../../src/core/text/origin.ts';
import { textViews } from '../../../src/core/text/views.ts';

/** What the sender wrote where `word` stands in the plain view. */
function original(raw: string, word: string): string {
  const views = textViews(raw);
  const start = views.plain.indexOf(word);
  expect(start).toBeGreaterThanOrEqual(0);
  return views.originalOf(start, start + word.length);
}

describe('textViews', () => {
  it('makes each view once', () => {
    const views = textViews('Free  Money');
    expect(views.raw).toBe('Free  Money');
    expect(views.plain).toBe('free money');
    expect(views.tokens).toBe(views.tokens);
    expect(views.tokens.map((token) => token.text)).toEqual(['free', 'money']);
  });

  it('looks at the first 65,536 units only', () => {
    expect(textViews('a'.repeat(70_000)).raw.length).toBe(65_536);
    expect(textViews(`a${'😀'.repeat(40_000)}`).raw.length).toBe(65_535);
  });
});

describe('originalOf gives back the words as written', () => {
  it.each([
    ['upper case', 'Get FREE Bitcoin now', 'free bitcoin', 'FREE Bitcoin'],
    ['a line break between the words', ' Get\r\n\tFREE\n  Money ', 'free money', 'FREE Money'],
    ['full width', 'Get ＦＲＥＥ money', 'free', 'ＦＲＥＥ'],
    ['mathematical letters', '𝐆𝐞𝐭 𝐅𝐫𝐞𝐞!', 'free', '𝐅𝐫𝐞𝐞'],
    ['invisible characters, which are left out', 'x f\u200br\u202ee\u200de y', 'free', 'free'],
    ['typed marks', 'un cafe\u0301 por favor', 'café', 'cafe\u0301'],
    ['part of a ligature gives all of it', 'an oﬃce', 'off', 'oﬃ'],
    ['Russian', 'ЛЁГКИЕ Деньги тут', 'деньги', 'Деньги'],
    ['Arabic presentation forms', 'اربح ﻣﺠﺎﻧﻲ الآن', 'مجاني', 'ﻣﺠﺎﻧﻲ'],
    ['Hindi', 'आज मुफ़्त पैसे', 'मुफ़्त', 'मुफ़्त'],
    ['Thai inside a run', 'วันนี้ฟรีเงินสด', 'ฟรี', 'ฟรี'],
    ['Chinese inside a run', '今天免费領取ＶＩＰ', '免费', '免费'],
    ['Korean letters typed one by one', 'x \u1106\u116e\u1105\u116d', '무료', '\u1106\u116e\u1105\u116d'],
    ['half-width katakana', 'ﾌﾟﾚｾﾞﾝﾄ', 'プレ', 'ﾌﾟﾚ'],
    ['a Turkish capital', 'x İSTANBUL', 'istanbul', 'İSTANBUL'],
    ['emoji before the word', '👩🏽\u200d🚀👍 Free', 'free', 'Free'],
    [
      'marks behind a dropped half pair',
      'x a\ud800\u0301\ufff9\u0316 y',
      'á\u0316'.normalize(),
      'a\u0301\u0316',
    ],
    ['control characters and a dropped half pair', '\u0000\ud800a Free', 'free', 'Free'],
  ])('%s', (_, raw, word, expected) => {
    expect(original(raw, word)).toBe(expected);
  });

  it('is empty out of range', () => {
    expect(textViews('free').originalOf(4, 9)).toBe('');
    expect(textViews('').originalOf(0, 1)).toBe('');
  });

  it('maps every unit of the plain view, for any text', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        'a',
        ' ',
        'İ',
        'Σ',
        '\u0301',
        '\u0316',
        '\u200d',
        '\uff9e',
        '\u1161',
        '\u3131',
        'ﾌ',
        '¨',
        '\ufdfa',
        '\ud800',
      ),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), (units) => {
        const raw = units.join('');
        const views = textViews(raw);
        const origin = traceOrigin(raw);
        const trailingSpace = origin.from.length - views.plain.length;
        expect([0, 1]).toContain(trailingSpace);
        for (const { text, start, end } of views.tokens) {
          expect(textViews(views.originalOf(start, end)).plain).toContain(text);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
