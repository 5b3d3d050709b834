import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claim, end, expireAttempt, settle, verified } from '../../../src/core/ledger/enforcement.ts';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import { noteInbound, offend } from '../../../src/core/ledger/moderation.ts';
import { nextAction, statusOf } from '../../../src/core/ledger/next-action.ts';
import type { OperatorBlock } from '../../../src/core/ledger/operator.ts';
import {
  add,
  isOperatorEpisode,
  lift,
  PROTECTION_PICKUP_MS,
  protect,
} from '../../../src/core/ledger/operator.ts';
import {
  blockedEntry,
  DAY,
  decision,
  entry,
  HOUR,
  message,
  MINUTE,
  NOON,
  policy,
  SECOND,
  sender,
  wanted,
} from '../builders.ts';

const MISTAKE = { keepStrike: false, takeForeign: false };
const LATER = NOON + 10 * MINUTE;
const foreignEntry = entry({ owner: 'foreign', actual: 'blocked' });
const attempt = { direction: 'block' as const, token: 't', expiresAt: NOON + HOUR };

function liftedEntry(before: LedgerEntry, options = MISTAKE, now = LATER): LedgerEntry {
  const result = lift(before, options, now);
  if (result.kind !== 'changed') throw new Error(`it is ${result.kind}`);
  return result.entry;
}
function added(before: LedgerEntry | null, block: Partial<OperatorBlock> = {}, now = LATER): LedgerEntry {
  const whole: OperatorBlock = {
    sender: sender(),
    until: now + HOUR,
    reason: 'a pest',
    lastInboundAt: NOON,
    ...block,
  };
  const result = add(before, whole, now);
  if (result.kind !== 'changed') throw new Error(`it is ${result.kind}`);
  return result.entry;
}
const offence = (sentAt: number) => ({
  message: message({ id: 'wamid.2', sentAt }),
  decision: decision('cooldown'),
  policy: policy(),
  brake: () => null,
});

describe('lift', () => {
  it.each<[string, LedgerEntry, string, string]>([
    ['a block at Meta', blockedEntry(), 'lift due', 'lift'],
    ['one that was not made yet', wanted(), 'none', 'wait'],
    ['one that is armed', wanted({ deadlineAt: NOON }), 'none', 'wait'],
    ['one that is held', wanted({ held: { at: NOON, cause: 'brake' } }), 'none', 'wait'],
    ['one that Meta refused', wanted({ refused: { at: NOON, code: 100, detail: '' } }), 'none', 'wait'],
    ['one in doubt', blockedEntry({ actual: 'unknown', nextAttemptAt: NOON + DAY }), 'unknown', 'verify'],
    ['one being made', wanted({ attempt, target: { user: '+1' } }), 'blocking', 'verify'],
    ['one for good', blockedEntry({ desired: { kind: 'permanent' } }), 'lift due', 'lift'],
    [
      'one whose lift keeps failing',
      blockedEntry({ failures: 7, nextAttemptAt: NOON + DAY }),
      'lift due',
      'lift',
    ],
  ])('ends %s', (_name, before, status, action) => {
    const after = liftedEntry(before);
    expect(statusOf(after, LATER)).toBe(status);
    expect(nextAction(after, LATER)).toMatchObject({ kind: action });
    if (action === 'lift' || status === 'unknown') expect(nextAction(after, LATER).at).toBe(LATER);
    expect(after).toMatchObject({
      desired: { kind: 'none' },
      episode: null,
      endedAt: LATER,
      held: null,
      refused: null,
    });
  });

  it('takes the strike back, or keeps it when told so', () => {
    const earlier = { id: 'wamid.0', at: NOON - DAY, expiresAt: NOON + DAY };
    const before = blockedEntry({ strikes: [earlier, ...wanted().strikes], strikesTotal: 5 });
    expect(liftedEntry(before)).toMatchObject({ strikes: [earlier], strikesTotal: 4 });
    const kept = liftedEntry(before, { ...MISTAKE, keepStrike: true });
    expect(kept).toMatchObject({ strikes: before.strikes, strikesTotal: 5 });
  });

  it('what the sender wrote until then never blocks again, what they write later may', () => {
    const after = liftedEntry(blockedEntry());
    expect(offend(after, offence(LATER), LATER + SECOND).effect).toBe('too-old');
    expect(offend(after, offence(LATER + SECOND), LATER + SECOND).effect).toBe('opened');
  });

  it('leaves alone who is not blocked, and foreign blocks unless told otherwise', () => {
    expect(lift(entry({ strikes: wanted().strikes }), MISTAKE, LATER)).toEqual({ kind: 'nothing' });
    expect(lift(foreignEntry, MISTAKE, LATER)).toEqual({ kind: 'foreign' });
    const taken = liftedEntry(foreignEntry, { ...MISTAKE, takeForeign: true });
    expect(nextAction(taken, LATER)).toEqual({ kind: 'lift', at: LATER });
  });

  it('a block confirmed after it was lifted is lifted next', () => {
    const claimed = claim(wanted(), 'block', 't', NOON + MINUTE, NOON);
    const after = settle(liftedEntry(claimed!, MISTAKE, NOON + 1), 't', { kind: 'done' }, NOON + 2);
    expect(nextAction(after!, NOON + 2)).toEqual({ kind: 'lift', at: NOON + 2 });
  });
});

describe('protect', () => {
  it('lifts, and keeps what is written before every worker knows from opening an episode', () => {
    const result = protect(blockedEntry(), LATER);
    if (result.kind !== 'changed') throw new Error(result.kind);
    expect(statusOf(result.entry, LATER)).toBe('lift due');
    expect(offend(result.entry, offence(LATER + PROTECTION_PICKUP_MS), LATER).effect).toBe('too-old');
    // The lift's own settling does not move it back.
    const claimed = claim(result.entry, 'lift', 't', LATER + MINUTE, LATER);
    const settled = settle(claimed!, 't', { kind: 'done' }, LATER + SECOND);
    expect(settled).toMatchObject({ actual: 'absent', endedAt: LATER + PROTECTION_PICKUP_MS });
  });

  it('does so for a known sender who is not blocked, and leaves foreign blocks alone', () => {
    expect(protect(entry(), LATER)).toMatchObject({
      kind: 'changed',
      entry: { endedAt: LATER + PROTECTION_PICKUP_MS },
    });
    expect(protect(foreignEntry, LATER)).toEqual({ kind: 'foreign' });
  });
});

describe('add', () => {
  it('opens an episode without a strike for somebody unknown', () => {
    const opened = added(null);
    expect(opened).toMatchObject({
      strikes: [],
      strikesTotal: 0,
      desired: { kind: 'until', at: LATER + HOUR },
    });
    expect(isOperatorEpisode(opened.episode!)).toBe(true);
    expect(nextAction(opened, LATER)).toEqual({ kind: 'block', at: LATER });
  });

  it.each([
    ['wrote lately', NOON, 'due'],
    ['wrote more than a day ago', LATER - DAY, 'armed'],
    ['is unknown, so Meta is asked', null, 'due'],
  ])('of somebody who %s', (_name, lastInboundAt, status) => {
    expect(statusOf(added(null, { lastInboundAt }), LATER)).toBe(status);
  });

  it('armed, it strikes at the next message', () => {
    const armed = added(null, { lastInboundAt: NOON - 2 * DAY, until: null });
    const fired = noteInbound(armed, message({ sentAt: LATER + MINUTE }), LATER + MINUTE);
    expect(nextAction(fired, LATER + MINUTE)).toEqual({ kind: 'block', at: LATER + MINUTE });
  });

  it('replaces the end of a block that stands, keeps its strike, and lets go what was held or refused', () => {
    const stands = added(blockedEntry(), { until: null });
    expect(stands).toMatchObject({ actual: 'blocked', desired: { kind: 'permanent' }, strikesTotal: 1 });
    expect(stands.episode).toMatchObject({ id: 'wamid.1', rules: ['lures'], reasons: ['a lure', 'a pest'] });
    for (const before of [
      wanted({ held: { at: NOON, cause: 'brake' } }),
      wanted({ refused: { at: NOON, code: 1, detail: '' } }),
    ])
      expect(statusOf(added(before), LATER)).toBe('due');
  });

  it('is refused for a foreign block', () => {
    expect(
      add(foreignEntry, { sender: sender(), until: null, reason: '', lastInboundAt: null }, NOON),
    ).toEqual({ kind: 'foreign' });
  });
});

describe('operators and blocker in any order', () => {
  type Step = 'add' | 'lift' | 'keep' | 'protect' | 'offend' | 'serve' | 'lose' | 'wait';
  const steps = fc.array(
    fc.constantFrom<Step>('add', 'lift', 'keep', 'protect', 'offend', 'serve', 'serve', 'lose', 'wait'),
    { minLength: 1, maxLength: 30 },
  );

  it('never leave somebody at Meta whom nobody wants blocked, nor a strike without its offence', () => {
    fc.assert(
      fc.property(steps, (given) => {
        let now = NOON;
        let row: LedgerEntry = entry();
        let listed = false;
        let offences = 0;
        const take = (result: ReturnType<typeof lift>): void => {
          if (result.kind === 'changed') row = result.entry;
        };
        const serve = (lost: boolean): void => {
          row = end(expireAttempt(row, now), now);
          const { kind, at } = nextAction(row, now);
          if (at > now) return;
          if (kind === 'verify') row = verified(row, listed, now);
          if (kind !== 'block' && kind !== 'lift') return;
          const claimed = claim(row, kind, 't', now + MINUTE, now);
          if (claimed === null) return;
          row = claimed;
          listed = kind === 'block';
          if (!lost) row = settle(row, 't', { kind: 'done' }, now) ?? row;
        };
        for (const step of given) {
          now += SECOND;
          const block = { sender: sender(), until: now + HOUR, reason: 'r', lastInboundAt: now };
          if (step === 'add') take(add(row, block, now));
          if (step === 'lift') take(lift(row, MISTAKE, now));
          if (step === 'keep') take(lift(row, { ...MISTAKE, keepStrike: true }, now));
          if (step === 'protect') take(protect(row, now));
          if (step === 'wait') now += 2 * HOUR;
          if (step === 'serve' || step === 'lose') serve(step === 'lose');
          if (step === 'offend') {
            offences += 1;
            const said = { ...offence(now), message: message({ id: `m${offences}`, sentAt: now }) };
            row = offend(row, said, now).entry;
          }
          expect(row.episode === null).toBe(row.desired.kind === 'none');
          expect(row.strikes.length).toBeLessThanOrEqual(row.strikesTotal);
          expect(row.strikesTotal).toBeLessThanOrEqual(offences);
          if (row.actual === 'absent' && row.attempt === null) expect(listed).toBe(false);
        }
        take(lift(row, MISTAKE, now));
        for (let round = 0; round < 6; round += 1) {
          now += HOUR;
          serve(false);
        }
        expect({ listed, status: statusOf(row, now) }).toEqual({ listed: false, status: 'none' });
      }),
      { numRuns: 500 },
    );
  });
});
