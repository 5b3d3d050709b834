import { describe, expect, it } from '@jest/globals';
import type { ConditionResult } from '../../src/core/condition.ts';
import { fill } from '../../src/core/fill.ts';

describe('an explanation with its numbers', () => {
  it.each<[string, ConditionResult['data'], string]>([
    ['{count} links, wanted {limit}', { count: 1, limit: 'at least 1' }, '1 link, wanted at least 1'],
    ['{count} links, wanted {limit}', { count: 0, limit: 'at least 1' }, '0 links, wanted at least 1'],
    ['{count} links, wanted {limit}', { count: 11, limit: 1 }, '11 links, wanted 1'],
    ['sent {count} times within {within}', { count: 1, within: '10m' }, 'sent 1 time within 10m'],
    ['{count} matches ({found})', { count: 1, found: '1 links' }, '1 match (1 links)'],
    ['{count} contact cards', { count: 1 }, '1 contact card'],
    ['{count} different {what} within', { count: 1, what: 'texts' }, '1 different text within'],
    ['{count} {what} within', { count: 1, what: 'messages' }, '1 message within'],
    ['{count} {what} within', { count: 2, what: 'messages' }, '2 messages within'],
    ['{count} of the words ({found})', { count: 1, found: 'win' }, '1 of the words (win)'],
    ['{count} of {of}, wanted at least {limit}', { count: 1, of: 3, limit: 2 }, '1 of 3, wanted at least 2'],
    ["'{phrase}' {words} times", { phrase: '{words} times', words: 1 }, "'{words} times' 1 time"],
    [
      '{count} links[; like {like}: {how}]',
      { count: 2, like: 'a.example', how: '[x]' },
      '2 links; like a.example: [x]',
    ],
    ['{count} links[; like {like}: {how}]', { count: 1, like: 'a.example' }, '1 link'],
    ['from {country}', {}, 'from '],
    ['{text}', { text: '$& $1 {text}' }, '$& $1 {text}'],
  ])('%s with %j', (explain, data, text) => {
    expect(fill(explain, data)).toBe(text);
  });
});
