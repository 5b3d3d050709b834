import { describe, expect, it } from '@jest/globals';
import { Filter } from 'bad-words';
import { textProfanity } from '../../src/conditions/text-profanity.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

testCondition(textProfanity, {
  match: [
    { options: true, text: 'what the FUCK', data: { count: 1, limit: 1 }, words: ['FUCK'] },
    { options: true, text: 'sh!t!', words: ['sh!t'] },
    { options: true, text: 'you son-of-a-bitch', words: ['son-of-a-bitch'] },
    { options: true, text: 'son of a bitch' },
    { options: true, text: 'F U C K it', words: ['F U C K'] },
    { options: { at_least: 2 }, text: 'shit, shit', data: { count: 2, limit: 2 } },
    { options: { add: ['papaya'] }, text: 'a papaya', words: ['papaya'] },
    { options: { except: ['shit'] }, text: 'shit fuck', words: ['fuck'] },
    {
      options: { except: ['damn', 'hell'], add: ['damn'] },
      text: 'damn hell',
      data: { count: 1 },
      words: ['damn'],
    },
    { options: { add: ['shit'] }, text: 'shit', data: { count: 1 } },
  ],
  ignore: [
    { options: true, text: 'Harshit from Scunthorpe wants cocktail glasses', data: { count: 0 }, words: [] },
    { options: true, text: "it's hit by rain, a bus hit it" },
    { options: { at_least: 2 }, text: 'shit', data: { count: 1 } },
    { options: { except: ['Shit', 'sh!t'] }, text: 'shit sh!t' },
    { options: { except: { list: 'lists/mild.txt' } }, lists: { 'lists/mild.txt': ['damn'] }, text: 'damn' },
    { options: true, text: '' },
  ],
  invalid: [
    { options: false, message: /invalid/ },
    { options: { except: [] }, message: /empty/ },
    { options: { at_most: 1 }, message: /unrecognized_keys/ },
  ],
});

describe('text.profanity', () => {
  it("finds every word of bad-words' own list when it stands alone", () => {
    const missed = new Filter().list
      .map((entry) => entry.replace(/^\*|[*;]+$/g, ''))
      .filter((entry) => !run(textProfanity, { options: true, text: `well ${entry}` }).matched);
    expect(missed).toEqual([]);
  });
});
