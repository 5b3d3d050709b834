import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/core/decide.ts';
import type { Decision, RuleResult } from '../../src/core/decision.ts';
import type { Policy } from '../../src/core/policy.ts';
import { evaluation, hit, message, NOON, policy, sender } from './builders.ts';

const decideOn = (rules: RuleResult[], overrides: Partial<Policy> = {}): Decision =>
  decide(evaluation(...rules), message(), policy(overrides), NOON);
const held = (id: string, more: Partial<RuleResult> = {}): RuleResult => hit(id, { held: true, ...more });

describe('decide, where the sender is trusted more than a rule may act against', () => {
  it('shows the rule in the sum and counts nothing of it', () => {
    const decision = decideOn([held('a', { score: 9 }), hit('b', { score: 4 })]);
    expect(decision).toMatchObject({ action: 'flag', score: 4, limitedBy: 'trust' });
    expect(decision.lines).toEqual([
      { ruleId: 'a', score: 9, counted: 0, note: 'trust' },
      { ruleId: 'b', score: 4, counted: 4, note: null },
    ]);
    expect(decision.reasons.map(({ ruleId }) => ruleId)).toEqual(['b']);
  });

  it('does not do what the rule demands, and shows that it demanded', () => {
    const decision = decideOn([held('a', { score: 0, then: { action: 'cooldown', cooldownMs: 60_000 } })]);
    expect(decision).toMatchObject({
      action: 'allow',
      limitedBy: 'trust',
      cooldownMs: null,
      onLadder: false,
      lines: [{ ruleId: 'a', score: 0, counted: 0, note: 'trust' }],
      reasons: [],
    });
  });

  it('lets the rule stop nothing and stand for no group', () => {
    const decision = decideOn([
      held('a', { score: 9, group: 'g', stop: true }),
      hit('b', { score: 2, group: 'g' }),
    ]);
    expect(decision.score).toBe(2);
  });

  it('is no limit where the rule would have changed nothing', () => {
    expect(decideOn([held('a', { score: 1 })])).toMatchObject({ action: 'allow', limitedBy: null });
    expect(decideOn([hit('b', { score: 20 }), held('a', { score: 9 })])).toMatchObject({
      action: 'block',
      limitedBy: null,
    });
    const excused = hit('c', { score: 0, then: { action: 'allow', cooldownMs: null } });
    expect(decideOn([held('a', { score: 9 }), excused])).toMatchObject({ action: 'allow', limitedBy: null });
  });

  it('keeps a rule in monitor mode a monitor rule', () => {
    const decision = decideOn([held('a', { score: 9, mode: 'monitor' })]);
    expect(decision).toMatchObject({ limitedBy: null, monitored: [{ ruleId: 'a' }] });
    expect(decision.lines).toMatchObject([{ note: 'monitor' }]);
  });

  it('names protection first', () => {
    const protectedSenders = new Set([sender().phone ?? '']);
    const rules = [held('a', { score: 9 }), hit('b', { score: 9 })];
    expect(decideOn(rules, { protectedSenders })).toMatchObject({ limitedBy: 'protected' });
  });
});
