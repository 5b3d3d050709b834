import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/core/decide.ts';
import type { Action, Decision, RuleResult } from '../../src/core/decision.ts';
import { end, letGo, settle, verified } from '../../src/core/ledger/enforcement.ts';
import type { LedgerEntry, Strike } from '../../src/core/ledger/entry.ts';
import { activeStrikes } from '../../src/core/ledger/entry.ts';
import { groundsOf } from '../../src/core/ledger/grounds.ts';
import { offend } from '../../src/core/ledger/moderation.ts';
import { forgetAt } from '../../src/core/ledger/next-action.ts';
import { lift } from '../../src/core/ledger/operator.ts';
import { isOutdated } from '../../src/core/ledger/rejudge.ts';
import { overtaken } from '../../src/core/ledger/repair.ts';
import { undo } from '../../src/core/ledger/undo.ts';
import type { Message } from '../../src/core/message.ts';
import type { Policy } from '../../src/core/policy.ts';
import { probationUntil, stricterThresholds } from '../../src/core/probation.ts';
import {
  blockedEntry,
  DAY,
  decision,
  entry,
  evaluation,
  hit,
  HOUR,
  message,
  MINUTE,
  NOON,
  policy,
  sender,
  wanted,
} from './builders.ts';

const WEEK = 7 * DAY;
const END = NOON + HOUR;
const strict = (more: Partial<Policy> = {}): Policy =>
  policy({ probation: { forMs: WEEK, flagAt: 2, cooldownAt: 5, blockAt: 15 }, ...more });
const UNTIL = END + WEEK;

describe('thresholds on probation', () => {
  const on = (rules: RuleResult[], about: Partial<Message> = {}, by = strict()): Decision =>
    decide(evaluation(...rules), message(about), by, NOON, UNTIL);

  it.each<[number, Action, Action]>([
    [1, 'allow', 'allow'],
    [2, 'flag', 'allow'],
    [4, 'flag', 'flag'],
    [5, 'cooldown', 'flag'],
    [8, 'cooldown', 'cooldown'],
    [14, 'cooldown', 'cooldown'],
    [15, 'block', 'cooldown'],
    [20, 'block', 'block'],
  ])('make %s points %s instead of %s', (score, action, instead) => {
    const rules = [hit('a', { score })];
    expect(on(rules)).toMatchObject({ action, score, probation: { until: UNTIL, instead } });
    // The same message of somebody who is not on probation, and where the policy knows none.
    expect(decide(evaluation(...rules), message(), strict(), NOON)).toMatchObject({
      action: instead,
      probation: null,
    });
    expect(on(rules, {}, policy())).toMatchObject({ action: instead, probation: null });
  });

  it('bring the ladder’s length, as the ordinary ones do', () => {
    expect(on([hit('a', { score: 5 })])).toMatchObject({ onLadder: true, cooldownMs: null });
    const named = hit('a', { score: 5, then: { action: 'cooldown', cooldownMs: MINUTE } });
    expect(on([named])).toMatchObject({ onLadder: true, cooldownMs: MINUTE });
  });

  it('never hold for anybody protected, and block nobody for what a group or an allow rule excuses', () => {
    const protectedSenders = new Set([sender().phone ?? '']);
    expect(on([hit('a', { score: 5 })], {}, strict({ protectedSenders }))).toMatchObject({
      action: 'allow',
      limitedBy: 'protected',
      probation: null,
    });
    expect(on([hit('a', { score: 5 })], { groupId: 'g' })).toMatchObject({ action: 'flag' });
    const excused = hit('b', { score: 0, then: { action: 'allow', cooldownMs: null } });
    expect(on([hit('a', { score: 5 }), excused])).toMatchObject({ action: 'allow' });
  });

  it('are told in words, only those that differ', () => {
    const one = strict({ probation: { forMs: WEEK, flagAt: 3, cooldownAt: 5, blockAt: 20 } });
    expect(stricterThresholds(one)).toBe('cooldown at 5 instead of 8');
  });
});

describe('probation', () => {
  const strikes: Strike[] = [
    { id: 'wamid.1', at: NOON, expiresAt: NOON + 30 * DAY, probation: { forMs: WEEK, from: null } },
  ];
  const stands = (more: Partial<LedgerEntry> = {}): LedgerEntry => blockedEntry({ strikes, ...more });
  const lifting = (before: LedgerEntry, now: number): LedgerEntry => {
    const attempt = { direction: 'lift', token: 't', expiresAt: now + MINUTE } as const;
    return settle({ ...before, attempt }, 't', { kind: 'done' }, now)!;
  };
  const operatorLift = (keepStrike: boolean): LedgerEntry => {
    const result = lift(stands(), { keepStrike, takeForeign: false }, NOON + MINUTE);
    if (result.kind !== 'changed') throw new Error(result.kind);
    return lifting(result.entry, NOON + 2 * MINUTE);
  };
  const brake = { at: NOON, cause: 'established senders' };

  it.each<[string, LedgerEntry, number | null]>([
    ['begins when the lift is settled', lifting(stands(), END + 7), END + 7 + WEEK],
    [
      'begins when a block that was never made is over',
      end(wanted({ strikes, deadlineAt: NOON }), END),
      UNTIL,
    ],
    [
      'begins when a lift turns out to be done',
      verified(stands({ actual: 'unknown' }), false, END + 7),
      END + 7 + WEEK,
    ],
    ['does not begin while the block stands', stands(), null],
    ['does not follow an operator’s lift', operatorLift(false), null],
    ['does not follow an operator’s lift that keeps the strike', operatorLift(true), null],
    [
      'does not follow a lift by somebody else',
      verified(stands({ actual: 'unknown' }), false, NOON + MINUTE),
      null,
    ],
    ['does not follow what was let go', letGo(stands(), NOON + MINUTE), null],
    [
      'does not follow a block that became somebody else’s',
      overtaken(wanted({ strikes }), NOON + MINUTE),
      null,
    ],
    ['does not follow what the brake held to its end', end(wanted({ strikes, held: brake }), END), null],
    ['does not follow the block of a policy without it', lifting(blockedEntry(), END), null],
  ])('%s', (_, after, until) => {
    const at = (until ?? UNTIL) - 1;
    expect(probationUntil(after, at)).toBe(until);
  });

  it('holds after the end of the block, for its length, and not a moment longer', () => {
    const after = lifting(stands(), END);
    expect([END, END + 1, UNTIL - 1, UNTIL].map((at) => probationUntil(after, at))).toEqual([
      null,
      UNTIL,
      UNTIL,
      null,
    ]);
    expect(probationUntil(null, END + 1)).toBeNull();
  });

  it('outlives its strike, in the row, in Redis and through another offence', () => {
    const short = strikes.map((strike) => ({ ...strike, expiresAt: NOON + 2 * HOUR }));
    const after = lifting(stands({ strikes: short }), END);
    const later = NOON + 3 * DAY;
    expect(activeStrikes(after, later)).toEqual([]);
    expect(probationUntil(after, later)).toBe(UNTIL);
    const long = after.strikes.map((strike) => ({ ...strike, probation: { forMs: 90 * DAY, from: END } }));
    expect(forgetAt({ ...after, strikes: long }, END)).toBe(END + 90 * DAY);
    const { entry: again } = offend(
      after,
      {
        message: message({ id: 'wamid.2', sentAt: later }),
        decision: decision('cooldown'),
        policy: strict(),
        brake: () => null,
      },
      later,
    );
    // The first step of the ladder: the strike itself has expired.
    expect(again.desired).toEqual({ kind: 'until', at: later + HOUR });
    expect(again.strikes.map(({ id }) => id)).toEqual(['wamid.1', 'wamid.2']);
    const { entry: much } = offend(
      after,
      {
        message: message({ id: 'wamid.3', sentAt: UNTIL }),
        decision: decision('cooldown'),
        policy: strict(),
        brake: () => null,
      },
      UNTIL,
    );
    expect(much.strikes.map(({ id }) => id)).toEqual(['wamid.3']);
  });

  it('ends with an undo of the rule that caused the block, also when the strike itself has expired', () => {
    const grounds = groundsOf(evaluation(hit('lures', { score: 8 })), 8);
    const short = strikes.map((strike) => ({ ...strike, grounds, expiresAt: NOON + 2 * HOUR }));
    const after = lifting(stands({ strikes: short }), END);
    const scope = { version: null, since: 0, until: Infinity };
    const now = NOON + DAY;
    expect(undo(after, { ...scope, ruleId: 'other' }, now)).toMatchObject({ strikes: 0, entry: null });
    const undone = undo(after, { ...scope, ruleId: 'lures' }, now);
    expect(undone.strikes).toBe(1);
    expect(probationUntil(undone.entry, now)).toBeNull();
    // Over anyway: nothing to take off.
    expect(undo(after, { ...scope, ruleId: 'lures' }, UNTIL)).toMatchObject({ strikes: 0, entry: null });
  });

  describe('is taken back with what it brought', () => {
    const scope = { ruleId: 'wrong', version: null, since: 0, until: Infinity };
    const now = NOON + 3 * HOUR;
    /** Let in after a block by `rule`, and blocked again on probation by `weak` (5 points) and whatever else matched. */
    function again(rule: string, ...more: RuleResult[]): LedgerEntry {
      const first = groundsOf(evaluation(hit(rule, { score: 8 })), 8);
      const before = lifting(
        stands({ strikes: strikes.map((strike) => ({ ...strike, grounds: first })) }),
        END,
      );
      const matched = [hit('weak', { score: 5 }), ...more];
      const second = message({ id: 'wamid.2', sentAt: NOON + 2 * HOUR });
      const grounds = groundsOf(evaluation(...matched), 5, { strikes: ['wamid.1'], usualAt: 8 });
      const offence = { message: second, policy: strict(), grounds, brake: () => null };
      const cause = decision('cooldown', { reasons: matched.map(({ ruleId }) => ({ ruleId, text: '' })) });
      return offend(before, { ...offence, decision: cause }, NOON + 2 * HOUR).entry;
    }

    it('a block that only probation made goes with the rule that caused the probation', () => {
      const undone = undo(again('wrong'), scope, now);
      expect(undone).toMatchObject({ block: 'free', strikes: 1 });
      expect(undone.entry).toMatchObject({ desired: { kind: 'none' }, strikes: [], strikesTotal: 0 });
      // Repeating it changes nothing.
      expect(undo(undone.entry!, scope, now)).toEqual({ block: 'none', strikes: 0, entry: null });
    });

    it('a block others would have got as well stays, by the ordinary threshold from now on', () => {
      const undone = undo(again('wrong', hit('more', { score: 3 })), scope, now);
      expect(undone).toMatchObject({ block: 'none', strikes: 1 });
      expect(undone.entry).toMatchObject({ desired: { kind: 'until' }, strikesTotal: 1 });
      const grounds = undone.entry?.episode?.grounds;
      expect(grounds).toMatchObject({ cooldownAt: 8 });
      expect(grounds).not.toHaveProperty('probation');
      expect(undo(undone.entry!, { ...scope, ruleId: 'more' }, now)).toMatchObject({ block: 'free' });
    });

    it('so does one that another rule’s probation earned, one an operator wanted, and all when another rule is undone', () => {
      const kept = again('wrong');
      const other: Strike = {
        ...kept.strikes[0]!,
        id: 'wamid.0',
        grounds: groundsOf(evaluation(hit('right', { score: 8 })), 8),
      };
      const [first, second] = kept.strikes;
      const probation = { strikes: ['wamid.0', 'wamid.1'], usualAt: 8 };
      const both = { ...second!, grounds: { ...second!.grounds!, probation } };
      const row = { ...kept, strikes: [other, first!, both], strikesTotal: 3 };
      const once = undo(row, scope, now);
      expect(once).toMatchObject({ block: 'none', strikes: 1 });
      expect(once.entry?.episode?.grounds?.probation?.strikes).toEqual(['wamid.0']);
      expect(undo(once.entry!, { ...scope, ruleId: 'right' }, now)).toMatchObject({
        block: 'free',
        strikes: 1,
      });

      const wanted = { ...kept, episode: { ...kept.episode!, byHand: true as const } };
      expect(undo(wanted, scope, now)).toMatchObject({
        block: 'by hand',
        entry: { desired: { kind: 'until' } },
      });
      expect(undo(kept, { ...scope, ruleId: 'other' }, now)).toMatchObject({ block: 'none', entry: null });
    });

    it('an earlier offence that is over loses its strike', () => {
      const over = lifting({ ...again('wrong'), actual: 'blocked' }, NOON + 9 * HOUR);
      expect(undo(over, scope, NOON + 10 * HOUR)).toMatchObject({
        block: 'none',
        strikes: 2,
        entry: { strikes: [] },
      });
    });
  });

  it('counts when a waiting block is judged by new rules: what earned it then still does', () => {
    const five = hit('lures', { score: 5 });
    const waiting = (probation: boolean): LedgerEntry => {
      const row = wanted({ deadlineAt: NOON });
      const grounds = groundsOf(
        evaluation(five),
        5,
        probation ? { strikes: ['wamid.0'], usualAt: 8 } : undefined,
      );
      return { ...row, episode: { ...row.episode!, grounds } };
    };
    const newRules = { ...evaluation(five), rulesetHash: 'rules-2' };
    expect(isOutdated(waiting(true), newRules, strict())).toBe(false);
    expect(isOutdated(waiting(true), newRules, policy())).toBe(true);
    expect(isOutdated(waiting(false), newRules, strict())).toBe(true);
  });

  it('is told in the block’s reasons where it decided', () => {
    const reasons = (instead: Action, evidence: Policy['audit']['evidence'] = 'reasons') =>
      offend(
        entry(),
        {
          message: message(),
          decision: decision('cooldown', { probation: { until: UNTIL, instead } }),
          policy: strict({ audit: { evidence, keepMs: DAY } }),
          brake: () => null,
        },
        NOON,
      ).entry.episode?.reasons;
    expect(reasons('flag')).toEqual([
      'a lure',
      'on probation: flag at 2 instead of 3, cooldown at 5 instead of 8, block at 15 instead of 20',
    ]);
    expect(reasons('cooldown')).toEqual(['a lure']);
    expect(reasons('flag', 'none')).toEqual([]);
  });
});
