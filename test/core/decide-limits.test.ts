import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/core/decide.ts';
import type { Action, Decision, RuleResult } from '../../src/core/decision.ts';
import type { Message } from '../../src/core/message.ts';
import type { Policy } from '../../src/core/policy.ts';
import { evaluation, HOUR, hit, message, NOON, policy, sender } from './builders.ts';

interface Given {
  rules: RuleResult[];
  about?: Partial<Message>;
  policy?: Partial<Policy>;
}
const decideOn = (given: Given): Decision =>
  decide(evaluation(...given.rules), message(given.about), policy(given.policy), NOON);

const named = (action: Action, cooldownMs: number | null = null): Partial<RuleResult> => ({
  score: 0,
  then: { action, cooldownMs },
});

describe('decide, where rules name an action or something holds it back', () => {
  it.each<[string, RuleResult[], Action, Decision['limitedBy']]>([
    ['a named action holds without a score', [hit('a', named('block'))], 'block', null],
    [
      'a named action after a stop holds',
      [hit('a', { score: 1, stop: true }), hit('b', named('block'))],
      'block',
      null,
    ],
    ['a monitor rule demands nothing', [hit('a', { ...named('block'), mode: 'monitor' })], 'allow', null],
    [
      'the harsher of score and name holds',
      [hit('a', { score: 20 }), hit('b', named('flag'))],
      'block',
      null,
    ],
    [
      'allow ends the verdict against a score',
      [hit('a', { score: 20 }), hit('b', named('allow'))],
      'allow',
      'allow-rule',
    ],
    [
      'allow does not end a named action',
      [hit('a', named('cooldown')), hit('b', named('allow'))],
      'cooldown',
      null,
    ],
    [
      'allow still ends the score beside a milder named action',
      [hit('a', { score: 20 }), hit('b', named('flag')), hit('c', named('allow'))],
      'flag',
      'allow-rule',
    ],
    [
      'a monitored allow allows nothing',
      [hit('a', { score: 20 }), hit('b', { ...named('allow'), mode: 'monitor' })],
      'block',
      null,
    ],
    ['allow where nothing was wanted limits nothing', [hit('a', named('allow'))], 'allow', null],
  ])('%s', (_, rules, action, limitedBy) => {
    expect(decideOn({ rules })).toMatchObject({ action, limitedBy });
  });

  it.each([
    ['phone', { id: 'US.1', phone: '15550000009', userId: 'US.1' }],
    ['BSUID', { id: 'US.9', phone: null, userId: 'US.9' }],
  ])('never acts against a sender protected by %s, and says so', (_, identity) => {
    const protectedSenders = new Set(['15550000009', 'US.9']);
    const about = { sender: { ...sender(), ...identity } };
    const decision = decideOn({ rules: [hit('a', named('block'))], about, policy: { protectedSenders } });
    expect(decision).toMatchObject({ action: 'allow', limitedBy: 'protected' });
    const stranger = decideOn({ rules: [hit('a', named('block'))], policy: { protectedSenders } });
    expect(stranger).toMatchObject({ action: 'block', limitedBy: null });
  });

  it.each<[Action, Action, Decision['limitedBy']]>([
    ['flag', 'flag', null],
    ['warn', 'flag', 'group-message'],
    ['cooldown', 'flag', 'group-message'],
    ['block', 'flag', 'group-message'],
  ])('in a group %s becomes %s', (wanted, action, limitedBy) => {
    const decision = decideOn({ rules: [hit('a', named(wanted))], about: { groupId: 'group-1' } });
    expect(decision).toMatchObject({ action, limitedBy });
  });

  it.each<[string, RuleResult[], number | null, boolean]>([
    ['a named length holds', [hit('a', named('cooldown', HOUR))], HOUR, false],
    [
      'of several lengths the longest',
      [hit('a', named('cooldown', HOUR)), hit('b', named('cooldown', 2 * HOUR))],
      2 * HOUR,
      false,
    ],
    ['without a length the ladder decides', [hit('a', named('cooldown'))], null, true],
    [
      'a length beside one without is the least, the ladder may make it longer',
      [hit('a', named('cooldown', HOUR)), hit('b', named('cooldown'))],
      HOUR,
      true,
    ],
    [
      'a length beside a score that reaches a cooldown is the least as well',
      [hit('a', { score: 8 }), hit('b', named('cooldown', HOUR))],
      HOUR,
      true,
    ],
    ['so it is in one and the same rule', [hit('a', { ...named('cooldown', HOUR), score: 8 })], HOUR, true],
    [
      'a score that an allow rule ended does not bring the ladder',
      [hit('a', { score: 8 }), hit('b', named('cooldown', HOUR)), hit('c', named('allow'))],
      HOUR,
      false,
    ],
    [
      'a monitored length counts for nothing',
      [hit('a', named('cooldown')), hit('b', { ...named('cooldown', HOUR), mode: 'monitor' })],
      null,
      true,
    ],
    ['a block has no length', [hit('a', named('cooldown', HOUR)), hit('b', named('block'))], null, false],
  ])('cooldown: %s', (_, rules, cooldownMs, onLadder) => {
    expect(decideOn({ rules })).toMatchObject({ cooldownMs, onLadder });
  });
});
