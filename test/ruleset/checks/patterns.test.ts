import { describe, expect, it } from '@jest/globals';
import { findings } from './lint-of.ts';

const said = (pattern: string, more = ''): string[] =>
  findings(`text.matches: { any: ['${pattern}']${more} }`).map((one) => one.replace(/ \d+:\d+ /, ': '));

describe('patterns that hardly mean what they say', () => {
  it.each<[string, string]>([
    [
      '\\bкредит\\b',
      'ascii-class: \\b knows only English letters, not the letters in this pattern; whole words are found by text.words',
    ],
    [
      '(?:кредит|loan)\\w+',
      'ascii-class: \\w knows only English letters, not the letters in this pattern; write [\\pL\\pM\\pN_] for any letter or digit',
    ],
    [
      'कमाएं \\d+',
      'ascii-class: \\d knows only the digits 0 to 9, not the letters in this pattern; write \\p{Nd} for any digit',
    ],
    [
      'example.com',
      'literal-dot: the dot in example.com stands for any character; write example\\.com, or use links.domains',
    ],
    [
      'https?://x1.top/',
      'literal-dot: the dot in x1.top stands for any character; write x1\\.top, or use links.domains',
    ],
    [
      'win\\nnow',
      'no-line-breaks: the text this is looked for in has single spaces only, so \\n is never found; write a space, or view: raw',
    ],
    [
      'a\\t+b',
      'no-line-breaks: the text this is looked for in has single spaces only, so \\t is never found; write a space, or view: raw',
    ],
  ])('%s', (pattern, message) => {
    expect(said(pattern)).toEqual([message]);
  });

  it.each([
    '\\bloan\\b',
    'кредит [0-9]+',
    'кредит \\d+',
    'example\\.com',
    'a.b',
    '.{25}',
    'win.now',
    'wi\\\\now',
    '[\\s\\n]+x',
    'e.g. com',
    '[a-z].com',
    'earn \\d+ (usd|eur) daily',
    'straße\\s',
    'x.com?',
  ])('are not made up: %s', (pattern) => {
    expect(said(pattern)).toEqual([]);
  });

  it('may ask for line breaks in the text as written', () => {
    expect(said('win\\nnow', ', view: raw')).toEqual([]);
  });

  it('are found in names too', () => {
    expect(findings("sender.name: { matches: '\\bбанк\\b' }")).toEqual([
      expect.stringMatching(/^ascii-class 1:25 /),
    ]);
  });
});
