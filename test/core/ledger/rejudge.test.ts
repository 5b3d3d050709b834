import { describe, expect, it } from '@jest/globals';
import type { Evaluation, RuleResult } from '../../../src/core/decision.ts';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import { isOutdated, withdraw } from '../../../src/core/ledger/rejudge.ts';
import { statusOf } from '../../../src/core/ledger/next-action.ts';
import { blockedEntry, hit, NOON, policy, sender, wanted } from '../builders.ts';

/** What the rules in force now say of a message none of them minds. */
const now = (...rules: RuleResult[]): Evaluation => ({
  rulesetHash: 'rules-2',
  rules: rules.map((rule) => ({ ...rule, matched: false })),
});
const lures = (more: Partial<RuleResult> = {}) => hit('lures', { score: 8, ...more });
const waiting = wanted({ desired: { kind: 'permanent' }, deadlineAt: NOON });

describe('a block that waits, and other rules by now', () => {
  it.each<[string, RuleResult[], boolean]>([
    ['its rule is still there', [lures()], false],
    ['its rule is gone', [hit('other', { score: 9 })], true],
    ['its rule is only watched', [lures({ mode: 'monitor' })], true],
    ['its rule counts less', [lures({ score: 7 })], true],
    ['its rule counts more', [lures({ score: 30 })], false],
    [
      'its rule demands it by name',
      [lures({ score: 0, then: { action: 'cooldown', cooldownMs: null } })],
      false,
    ],
    ['its rule excuses by now', [lures({ then: { action: 'allow', cooldownMs: null } })], true],
  ])('%s', (_, rules, outdated) => {
    expect(isOutdated(waiting, now(...rules), policy())).toBe(outdated);
  });

  it.each<[string, LedgerEntry, boolean]>([
    ['armed', waiting, true],
    ['due', wanted(), true],
    ['held', wanted({ held: { at: NOON, cause: 'x' } }), true],
    [
      'of the version in force',
      { ...waiting, episode: { ...waiting.episode!, rulesetHash: 'rules-2' } },
      false,
    ],
    ['blocked', blockedEntry(), false],
    ['unclear', wanted({ actual: 'unknown' }), false],
    ['being blocked', wanted({ attempt: { direction: 'block', token: 't', expiresAt: NOON + 1 } }), false],
    ['somebody else’s', { ...waiting, owner: 'foreign' }, false],
    ['by hand', { ...waiting, episode: { ...waiting.episode!, id: 'operator:1' } }, false],
    ['changed by hand', { ...waiting, episode: { ...waiting.episode!, byHand: true } }, false],
    ['from a journal that knew no rule', { ...waiting, episode: { ...waiting.episode!, rules: [] } }, false],
  ])('whose rule is gone is looked at again when it is %s', (_, entry, outdated) => {
    expect(isOutdated(entry, now(), policy())).toBe(outdated);
  });

  it.each<[string, object, RuleResult, boolean]>([
    ['protected by now', { protectedSenders: new Set([sender().phone]) }, lures(), true],
    [
      'a customer by now, whom the rule may not act against',
      { customers: new Set([sender().phone]) },
      lures(),
      true,
    ],
    [
      'a customer by now, whom the rule may act against',
      { customers: new Set([sender().phone]) },
      lures({ trust: 'customer' }),
      false,
    ],
  ])('of somebody who is %s', (_, people, rule, outdated) => {
    expect(isOutdated(waiting, now(rule), policy(people))).toBe(outdated);
  });

  it('of somebody protected is outdated by the same rules, too', () => {
    const people = policy({ protectedSenders: new Set([sender().phone!]) });
    expect(isOutdated(waiting, { ...now(lures()), rulesetHash: 'rules-1' }, people)).toBe(true);
  });

  it('is dropped with its strike', () => {
    const after = withdraw(waiting);
    expect(after).toMatchObject({ strikes: [], strikesTotal: 0, episode: null });
    expect(statusOf(after, NOON)).toBe('none');
  });
});
