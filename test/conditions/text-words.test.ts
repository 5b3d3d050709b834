import { textWords } from '../../src/conditions/text-words.ts';
import { testCondition } from '../helpers/test-condition.ts';

testCondition(textWords, {
  match: [
    { options: 'bitcoin', text: 'Buy BitCoin now', data: { count: 1, limit: 1 }, words: ['BitCoin'] },
    {
      options: ['free bitcoin', 'bitcoin'],
      text: 'FREE -- bitcoin!',
      data: { count: 1 },
      words: ['FREE -- bitcoin'],
    },
    {
      options: { any: ['a', 'b'], at_least: 2 },
      text: 'b or a',
      data: { count: 2, limit: 2 },
      words: ['b', 'a'],
    },
    {
      options: { list: 'lists/x.txt' },
      lists: { 'lists/x.txt': ['airdrop'] },
      text: 'an airdrop.',
      words: ['airdrop'],
    },
    { options: 'préstamo', text: 'PRE\u0301STAMO ya', words: ['PRE\u0301STAMO'] },
    { options: 'bitcoin', text: 'b\u200bitcoin', words: ['bitcoin'] },
    { options: 'bitcoin', text: 'ｂｉｔｃｏｉｎ', words: ['ｂｉｔｃｏｉｎ'] },
    { options: '赚钱', text: '兼职赚钱吗', words: ['赚钱'] },
    { options: 'รายได้เสริม', text: 'หารายได้เสริมวันนี้' },
    { options: '💰', text: 'get 💰💰 here', data: { count: 2 }, words: ['💰'] },
    { options: 'go to hell', text: 'go go to hell', words: ['go to hell'] },
    { options: 'घर बैठे', text: 'अब घर बैठे कमाएं', words: ['घर बैठे'] },
    { options: 'spam', text: 'spam '.repeat(5000), data: { count: 1000 } },
  ],
  ignore: [
    { options: 'bitcoin', text: 'bitcoins', data: { count: 0, limit: 1, found: 'nothing' }, words: [] },
    { options: 'free bitcoin', text: 'bitcoin free', data: { count: 0 } },
    { options: 'free bitcoin', text: 'free', data: { count: 0 } },
    { options: { any: ['a', 'b'], at_least: 2 }, text: 'a', data: { count: 1, limit: 2 } },
    { options: 'ass', text: 'class assist pass' },
    { options: 'hello', text: '' },
  ],
  invalid: [
    { options: [], message: /empty/ },
    { options: { any: [] }, message: /empty/ },
    { options: '', message: /empty/ },
    { options: [' '], message: /empty/ },
    { options: [1], message: /needs quotes/ },
    { options: { any: ['a'], at_least: 0 }, message: /too_small/ },
    { options: { any: ['a'], atleast: 1 }, message: /unrecognized_keys/ },
    { options: null, message: /invalid/ },
  ],
});
