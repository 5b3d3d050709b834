import { describe, expect, it } from '@jest/globals';
import { hasUnspacedScript, tokenize } from '../../../src/core/text/tokens.ts';

describe('tokenize', () => {
  it.each([
    ['punctuation separates', 'free, money!now', ['free', 'money', 'now']],
    ['digits belong to words', 'win 500k €5', ['win', '500k', '5']],
    ['an apostrophe separates', "don't", ['don', 't']],
    ['Russian', 'лёгкие деньги', ['лёгкие', 'деньги']],
    ['Arabic with diacritics', 'مَجَّانًا، اربح', ['مَجَّانًا', 'اربح']],
    ['Hindi keeps vowel signs inside a word', 'मुफ़्त पैसे।', ['मुफ़्त', 'पैसे']],
    ['a run of Thai is one token', 'ฟรีเงินสด วันนี้', ['ฟรีเงินสด', 'วันนี้']],
    ['a run of Chinese is one token', '免费领取!vip', ['免费领取', 'vip']],
    ['emoji are no words', '👍 ok', ['ok']],
    ['nothing', ' …!', []],
  ])('%s', (_, plain, words) => {
    const tokens = tokenize(plain);
    expect(tokens.map((token) => token.text)).toEqual(words);
    for (const { text, start, end } of tokens) expect(plain.slice(start, end)).toBe(text);
  });
});

describe('hasUnspacedScript', () => {
  it.each([
    ['免费', true],
    ['ひらがな', true],
    ['カタカナ', true],
    ['ฟรี', true],
    ['ຟຣີ', true],
    ['ឥតគិតថ្លៃ', true],
    ['အခမဲ့', true],
    ['free 免费', true],
    ['free', false],
    ['бесплатно', false],
    ['مجاني', false],
    ['मुफ़्त', false],
    ['무료', false],
    ['', false],
  ])('%s → %s', (text, expected) => {
    expect(hasUnspacedScript(text)).toBe(expected);
  });
});
