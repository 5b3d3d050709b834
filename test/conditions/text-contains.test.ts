import { textContains } from '../../src/conditions/text-contains.ts';
import { testCondition } from '../helpers/test-condition.ts';

testCondition(textContains, {
  match: [
    { options: 't.me/', text: 'see T.ME/x', data: { count: 1, limit: 1 }, words: ['T.ME/'] },
    { options: ['coin', 'pay'], text: 'bitcoins', data: { count: 1, found: 'coin' } },
    { options: { any: ['!'], at_least: 3 }, text: 'now!!!', data: { count: 3, limit: 3 } },
    { options: { list: 'lists/x.txt' }, lists: { 'lists/x.txt': ['@gmail'] }, text: 'me@gmail.com' },
  ],
  ignore: [
    { options: 't.me/', text: 't me', data: { count: 0, limit: 1 }, words: [] },
    { options: { any: ['!'], at_least: 3 }, text: 'now!!', data: { count: 2 } },
    { options: 'x', text: '' },
  ],
  invalid: [{ options: { any: 'x' }, message: /array/ }],
});
