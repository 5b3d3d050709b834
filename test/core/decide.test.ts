import { describe, expect, it } from '@jest/globals';
import { actionForScore, decide } from '../../src/core/decide.ts';
import type { Action, Decision, RuleResult } from '../../src/core/decision.ts';
import type { Message } from '../../src/core/message.ts';
import type { Policy } from '../../src/core/policy.ts';
import { evaluation, hit, message, NOON, policy, sender } from './builders.ts';

interface Given {
  rules: RuleResult[];
  about?: Partial<Message>;
  policy?: Partial<Policy>;
}
const decideOn = (given: Given): Decision =>
  decide(evaluation(...given.rules), message(given.about), policy(given.policy), NOON);

describe('decide', () => {
  it.each<[number, Action]>([
    [0, 'allow'],
    [2, 'allow'],
    [3, 'flag'],
    [7, 'flag'],
    [8, 'cooldown'],
    [19, 'cooldown'],
    [20, 'block'],
    [500, 'block'],
  ])('a score of %d means %s', (score, action) => {
    expect(actionForScore(score, policy())).toBe(action);
  });

  it.each<[string, RuleResult[], number]>([
    ['rules add up', [hit('a', { score: 3 }), hit('b', { score: 4 })], 7],
    [
      'rules that did not match add nothing',
      [hit('a', { score: 3 }), hit('b', { score: 4, matched: false })],
      3,
    ],
    ['monitor rules add nothing', [hit('a', { score: 3 }), hit('b', { score: 40, mode: 'monitor' })], 3],
    [
      'of one group the highest counts',
      [
        hit('a', { score: 3, group: 'g' }),
        hit('b', { score: 5, group: 'g' }),
        hit('c', { score: 4, group: 'g' }),
      ],
      5,
    ],
    [
      'of equals in one group one counts',
      [hit('a', { score: 3, group: 'g' }), hit('b', { score: 3, group: 'g' })],
      3,
    ],
    [
      'groups are apart from each other',
      [hit('a', { score: 3, group: 'g' }), hit('b', { score: 5, group: 'h' })],
      8,
    ],
    [
      'a monitor rule does not stand for its group',
      [hit('a', { score: 3, group: 'g' }), hit('b', { score: 9, group: 'g', mode: 'monitor' })],
      3,
    ],
    [
      'a stop takes later rules out of the sum',
      [hit('a', { score: 3, stop: true }), hit('b', { score: 9 })],
      3,
    ],
    [
      'a monitored stop stops nothing',
      [hit('a', { stop: true, mode: 'monitor' }), hit('b', { score: 9 })],
      9,
    ],
    [
      'a stop that did not match stops nothing',
      [hit('a', { stop: true, matched: false }), hit('b', { score: 9 })],
      9,
    ],
    [
      'a rule after a stop does not stand for its group',
      [hit('a', { score: 2, group: 'g', stop: true }), hit('b', { score: 9, group: 'g' })],
      2,
    ],
  ])('%s', (_, rules, score) => {
    const decision = decideOn({ rules });
    expect(decision.score).toBe(score);
    expect(decision.lines.reduce((sum, line) => sum + line.counted, 0)).toBe(score);
  });

  it('says of every line why it counted less', () => {
    const decision = decideOn({
      rules: [
        hit('weak', { score: 1, group: 'g' }),
        hit('watched', { score: 5, mode: 'monitor' }),
        hit('strong', { score: 2, group: 'g', stop: true }),
        hit('after', { score: 9 }),
      ],
    });
    expect(decision.lines).toEqual([
      { ruleId: 'weak', score: 1, counted: 0, note: 'group' },
      { ruleId: 'watched', score: 5, counted: 0, note: 'monitor' },
      { ruleId: 'strong', score: 2, counted: 2, note: null },
      { ruleId: 'after', score: 9, counted: 0, note: 'stopped' },
    ]);
    expect(decision.reasons.map(({ ruleId }) => ruleId)).toEqual(['weak', 'strong', 'after']);
    expect(decision.monitored.map(({ ruleId }) => ruleId)).toEqual(['watched']);
  });

  it('names message, sender, rules and time', () => {
    expect(decideOn({ rules: [] })).toMatchObject({
      messageId: 'wamid.1',
      senderId: sender().id,
      action: 'allow',
      rulesetHash: 'rules-1',
      decidedAt: NOON,
    });
  });
});
