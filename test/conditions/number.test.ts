import { describe, expect, it } from '@jest/globals';
import { number } from '../../src/conditions/number.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

testCondition(number, {
  match: [
    {
      options: '100000000000010',
      data: { number: '100000000000010 (+15550100001)', wanted: '100000000000010' },
    },
    { options: 100000000000010 },
    { options: ['+49 30 1', '+1 555-010-0001'] },
    { options: { any: [15550100001] } },
    { options: { list: 'lists/n.txt' }, lists: { 'lists/n.txt': ['15550100001'] } },
    {
      options: '100000000000010',
      message: { displayPhoneNumber: null },
      data: { number: '100000000000010' },
    },
  ],
  ignore: [
    { options: '100000000000011' },
    { options: '+15550100001', message: { displayPhoneNumber: null } },
    { options: '15550100' },
  ],
  invalid: [
    { options: 'main', message: /phone number id or a number/ },
    { options: ['12'], message: /phone number id or a number.*any",0/ },
    { options: 2 ** 64, message: /quotes/ },
    { options: [], message: /empty/ },
  ],
});

describe('number', () => {
  it('names the faulty entry of a list when it is bound', () => {
    const item = { options: { list: 'lists/n.txt' }, lists: { 'lists/n.txt': ['shop'] } };
    expect(() => run(number, item)).toThrow(/'shop': expected a phone number id/);
  });
});
