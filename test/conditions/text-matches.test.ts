import { describe, expect, it } from '@jest/globals';
import { textMatches } from '../../src/conditions/text-matches.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

testCondition(textMatches, {
  match: [
    { options: 'earn \\d+ usd', text: 'Earn 500 USD', data: { count: 1 }, words: ['Earn 500 USD'] },
    { options: 'EARN', text: 'we earn', words: ['earn'] },
    { options: ['x+', 'y+'], text: 'xx yy', data: { count: 2 }, words: ['xx', 'yy'] },
    { options: { any: ['[A-Z]{5}'], view: 'raw' }, text: 'BUY IT HERE NOW CHEAP', words: ['CHEAP'] },
    { options: '\\p{Cyrillic}+', text: 'привет', words: ['привет'] },
    { options: '^hello', text: 'h\u200bello' },
    { options: '^$', text: '' },
  ],
  ignore: [
    { options: 'earn \\d+', text: 'earn a lot', data: { count: 0, found: 'nothing' }, words: [] },
    { options: { any: ['[A-Z]{5}'], view: 'raw' }, text: 'cheap' },
    { options: 'x', text: '' },
  ],
  invalid: [
    { options: '(a', message: /cannot be used.*missing closing/ },
    { options: 'a(?=b)', message: /look-around.*linear time/ },
    { options: '(?<!a)b', message: /look-around/ },
    { options: '(a)\\1', message: /back-references/ },
    { options: '((a{100}){100}){100}', message: /repeat count/ },
    { options: 'x*', message: /match every message/ },
    { options: 'a'.repeat(2001), message: /longer than 2000/ },
    { options: { any: ['a'], view: 'folded' }, message: /expected plain, skeleton or raw/ },
  ],
});

describe('text.matches', () => {
  it('checks patterns of lists when it is bound', () => {
    const item = { options: { list: 'lists/p.txt' }, lists: { 'lists/p.txt': ['ok', '(broken'] } };
    expect(() => run(textMatches, item)).toThrow(/'\(broken'.*cannot be used/);
  });
});
