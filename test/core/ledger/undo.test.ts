import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../../src/core/decide.ts';
import type { RuleResult } from '../../../src/core/decision.ts';
import type { Episode, Grounds, LedgerEntry } from '../../../src/core/ledger/entry.ts';
import { foreign } from '../../../src/core/ledger/enforcement.ts';
import { groundsOf, isEarned } from '../../../src/core/ledger/grounds.ts';
import { offend } from '../../../src/core/ledger/moderation.ts';
import { nextAction, statusOf } from '../../../src/core/ledger/next-action.ts';
import { add } from '../../../src/core/ledger/operator.ts';
import type { Scope, UndoneBlock } from '../../../src/core/ledger/undo.ts';
import { letGo, undo } from '../../../src/core/ledger/undo.ts';
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
} from '../builders.ts';

const LATER = NOON + 10 * MINUTE;
const scope = (ruleId: string, more: Partial<Scope> = {}): Scope => ({
  ruleId,
  version: null,
  since: 0,
  until: Infinity,
  ...more,
});
const grounds = (...rules: RuleResult[]): Grounds => groundsOf(evaluation(...rules), 8);

/** An entry whose open episode rests on these rules, as moderation writes it. */
function earnedBy(base: LedgerEntry, ...rules: RuleResult[]): LedgerEntry {
  const kept = grounds(...rules);
  const episode: Episode = { ...base.episode!, rules: kept.rules.map(({ ruleId }) => ruleId), grounds: kept };
  return { ...base, episode, strikes: base.strikes.map((strike) => ({ ...strike, grounds: kept })) };
}
const blockOf = (before: LedgerEntry, ...rules: string[]): UndoneBlock[] => {
  let row = before;
  return rules.map((rule) => {
    const result = undo(row, scope(rule), LATER);
    row = result.entry ?? row;
    return result.block;
  });
};

const strong = (id: string) => hit(id, { score: 8 });
const weak = (id: string) => hit(id, { score: 4 });
const demands = (id: string) => hit(id, { score: 0, then: { action: 'block', cooldownMs: null } });

describe('what rules earn', () => {
  const rule = fc.record({
    ruleId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    score: fc.integer({ min: -6, max: 12 }),
    group: fc.constantFrom(null, null, 'g'),
    stop: fc.boolean(),
    mode: fc.constantFrom('enforce' as const, 'enforce' as const, 'monitor' as const),
    held: fc.constantFrom(false, false, true),
    matched: fc.constantFrom(true, true, false),
    then: fc.constantFrom(
      null,
      null,
      null,
      { action: 'allow' as const, cooldownMs: null },
      { action: 'cooldown' as const, cooldownMs: HOUR },
      { action: 'block' as const, cooldownMs: null },
    ),
  });

  it('is what the decision says, and without a rule what it would have said without it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(rule, { selector: ({ ruleId }) => ruleId }), (drawn) => {
        const results = drawn.map(({ ruleId, ...more }) => hit(ruleId, more));
        const decides = (some: RuleResult[]): boolean =>
          ['cooldown', 'block'].includes(decide(evaluation(...some), message(), policy(), NOON).action);
        const { rules, cooldownAt } = grounds(...results);
        expect(isEarned(rules, cooldownAt)).toBe(decides(results));
        for (const { ruleId } of rules)
          expect(
            isEarned(
              rules.filter((one) => one.ruleId !== ruleId),
              cooldownAt,
            ),
          ).toBe(decides(results.filter((one) => one.ruleId !== ruleId)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('undo', () => {
  it.each<[string, RuleResult[], string[], UndoneBlock[]]>([
    ['one rule', [strong('bad')], ['bad'], ['lift due']],
    ['a rule that was not in it', [strong('good')], ['bad'], ['none']],
    ['one of two that earn it each', [strong('bad'), strong('good')], ['bad'], ['other rules']],
    [
      'both, one after the other',
      [strong('bad'), strong('good')],
      ['bad', 'good'],
      ['other rules', 'lift due'],
    ],
    [
      'both, the other way round',
      [strong('bad'), strong('good')],
      ['good', 'bad'],
      ['other rules', 'lift due'],
    ],
    [
      'the same twice does not count as both',
      [strong('bad'), strong('good')],
      ['bad', 'bad'],
      ['other rules', 'other rules'],
    ],
    ['one of two that earn it only together', [weak('bad'), weak('good')], ['bad'], ['lift due']],
    [
      'a flag that took part in what another earned',
      [hit('flag'), strong('good')],
      ['flag'],
      ['other rules'],
    ],
    ['the points beside a demand', [strong('bad'), demands('good')], ['bad'], ['other rules']],
    ['a demand beside the points', [demands('bad'), strong('good')], ['bad'], ['other rules']],
    [
      'the stronger of a group, whose weaker is enough',
      [hit('bad', { score: 9, group: 'g' }), hit('good', { score: 8, group: 'g' })],
      ['bad'],
      ['other rules'],
    ],
    [
      'the stronger of a group, whose weaker is not',
      [hit('bad', { score: 9, group: 'g' }), hit('good', { score: 3, group: 'g' })],
      ['bad'],
      ['lift due'],
    ],
    [
      'a stop, behind which another waited',
      [hit('bad', { score: 8, stop: true }), strong('good')],
      ['bad'],
      ['other rules'],
    ],
  ])('%s', (_, rules, undone, blocks) => {
    expect(blockOf(earnedBy(blockedEntry(), ...rules), ...undone)).toEqual(blocks);
  });

  it.each<[string, LedgerEntry, UndoneBlock, string]>([
    ['due', wanted(), 'free', 'none'],
    ['armed', wanted({ desired: { kind: 'permanent' }, deadlineAt: NOON }), 'free', 'none'],
    ['held', wanted({ held: { at: NOON, cause: 'x' } }), 'free', 'none'],
    ['refused', wanted({ refused: { at: NOON, code: 1, detail: '' } }), 'free', 'none'],
    ['blocked', blockedEntry(), 'lift due', 'lift due'],
    ['for good', blockedEntry({ desired: { kind: 'permanent' } }), 'lift due', 'lift due'],
    ['unclear', wanted({ actual: 'unknown' }), 'lift due', 'unknown'],
    [
      'being blocked',
      wanted({ attempt: { direction: 'block', token: 't', expiresAt: NOON + HOUR } }),
      'call under way',
      'blocking',
    ],
  ])('lifts what is %s', (_, before, block, status) => {
    const result = undo(earnedBy(before, strong('bad')), scope('bad'), LATER);
    expect(result).toMatchObject({
      block,
      strikes: 0,
      entry: { strikes: [], strikesTotal: 0, endedAt: LATER },
    });
    expect(statusOf(result.entry!, LATER)).toBe(status);
    expect(undo(result.entry!, scope('bad'), LATER)).toEqual({ block: 'none', strikes: 0, entry: null });
  });

  it('what they wrote until then never blocks them again, what they write later may', () => {
    const { entry: after } = undo(
      earnedBy(blockedEntry({ actual: 'absent' }), strong('bad')),
      scope('bad'),
      LATER,
    );
    const at = (sentAt: number) =>
      offend(
        after,
        {
          message: message({ id: 'm2', sentAt }),
          decision: decision('cooldown'),
          policy: policy(),
          brake: () => null,
        },
        LATER + HOUR,
      );
    expect(at(LATER).effect).toBe('too-old');
    expect(at(LATER + 1).effect).toBe('opened');
    // As a first offence.
    expect(at(LATER + 1).entry.desired).toEqual({ kind: 'until', at: LATER + 2 * HOUR });
  });

  it.each<[string, LedgerEntry, UndoneBlock]>([
    ['one the ledger holds for somebody else’s', foreign(earnedBy(blockedEntry(), strong('bad'))), 'foreign'],
    [
      'an old row with several rules',
      { ...blockedEntry(), episode: { ...blockedEntry().episode!, rules: ['bad', 'good'] } },
      'unclear',
    ],
  ])('leaves %s', (_, before, block) => {
    expect(undo(before, scope('bad'), LATER)).toEqual({ block, strikes: 0, entry: null });
  });

  it('an old row with this rule alone is lifted', () => {
    expect(undo(blockedEntry(), scope('lures'), LATER).block).toBe('lift due');
  });

  it('leaves a block an operator changed, but not one they only let go on', () => {
    const block = { sender: sender(), until: null, reason: 'a pest', lastInboundAt: null };
    const changed = add(earnedBy(blockedEntry(), strong('bad')), block, NOON + MINUTE);
    if (changed.kind !== 'changed') throw new Error(changed.kind);
    expect(undo(changed.entry, scope('bad'), LATER)).toEqual({ block: 'by hand', strikes: 0, entry: null });
    const released = letGo(
      earnedBy(wanted({ held: { at: NOON, cause: 'x' } }), strong('bad')),
      scope('bad'),
      LATER,
      LATER,
    );
    expect(undo(released!, scope('bad'), LATER).block).toBe('free');
  });

  it.each<[string, Partial<Scope>, UndoneBlock]>([
    ['its version', { version: 'rules-1' }, 'lift due'],
    ['the beginning of its version', { version: 'rule' }, 'lift due'],
    ['another version', { version: 'rules-2' }, 'none'],
    ['a time it began in', { since: NOON, until: NOON }, 'lift due'],
    ['a time before', { until: NOON - 1 }, 'none'],
    ['a time after', { since: NOON + 1 }, 'none'],
  ])('keeps to %s', (_, more, block) => {
    const before = earnedBy(blockedEntry(), strong('bad'));
    expect(undo(before, scope('bad', more), LATER).block).toBe(block);
    const over = entry({ strikes: before.strikes, strikesTotal: 1 });
    expect(undo(over, scope('bad', more), LATER).strikes).toBe(block === 'none' ? 0 : 1);
  });

  it('takes off the strikes of episodes that are over, not those others earned nor those that expired', () => {
    const strike = (id: string, expiresAt: number, ...rules: RuleResult[]) => ({
      ...{ id, at: NOON - DAY, expiresAt },
      grounds: grounds(...rules),
    });
    const before = entry({
      strikes: [
        strike('m1', NOON + DAY, strong('bad')),
        strike('m2', NOON + DAY, strong('bad'), strong('good')),
        strike('m3', LATER, strong('bad')),
        strike('m4', NOON + DAY, strong('good')),
        { id: 'm5', at: NOON - DAY, expiresAt: NOON + DAY },
      ],
      strikesTotal: 7,
    });
    const first = undo(before, scope('bad'), LATER);
    expect(first).toMatchObject({ block: 'none', strikes: 1, entry: { strikesTotal: 6 } });
    expect(first.entry?.strikes.map(({ id }) => id)).toEqual(['m2', 'm3', 'm4', 'm5']);
    const second = undo(first.entry!, scope('good'), LATER);
    expect(second.entry?.strikes.map(({ id }) => id)).toEqual(['m3', 'm5']);
  });

  it('takes an old strike off whose sender is blocked by another rule', () => {
    const before = earnedBy(blockedEntry(), strong('good'));
    const old = { id: 'm0', at: NOON - DAY, expiresAt: NOON + DAY, grounds: grounds(strong('bad')) };
    const result = undo(
      { ...before, strikes: [old, ...before.strikes], strikesTotal: 2 },
      scope('bad'),
      LATER,
    );
    expect(result).toMatchObject({
      block: 'none',
      strikes: 1,
      entry: { desired: before.desired, strikesTotal: 1 },
    });
  });
});

describe('letting a held block go', () => {
  const held = earnedBy(wanted({ held: { at: NOON, cause: 'x' } }), strong('bad'));

  it('it is due from then on, and ends when it would have ended', () => {
    const after = letGo(held, scope('bad'), LATER, NOON);
    expect(after).toEqual({ ...held, held: null, nextAttemptAt: LATER });
    expect(nextAction(after!, NOON)).toEqual({ kind: 'block', at: LATER });
  });

  it.each<[string, LedgerEntry, Partial<Scope>]>([
    ['not held', earnedBy(wanted(), strong('bad')), {}],
    ['of another rule', held, { ruleId: 'good' }],
    ['of another version', held, { version: 'rules-2' }],
    ['over', { ...held, desired: { kind: 'until', at: NOON } }, {}],
    ['somebody else’s', { ...held, owner: 'foreign' }, {}],
  ])('leaves what is %s', (_, before, more) => {
    expect(letGo(before, scope('bad', more), LATER, NOON)).toBeNull();
  });
});
