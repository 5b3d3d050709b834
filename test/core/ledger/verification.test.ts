import { describe, expect, it } from '@jest/globals';
import {
  end,
  expireAttempt,
  foreign,
  foreignGone,
  hold,
  stillUnknown,
  verified,
} from '../../../src/core/ledger/enforcement.ts';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import { statusOf } from '../../../src/core/ledger/next-action.ts';
import { blockedEntry, DAY, entry, HOUR, MINUTE, NOON, SECOND, sender, wanted } from '../builders.ts';

const END = NOON + HOUR;
const phone = `+${sender().phone ?? ''}`;
const blocking = wanted({
  target: { user: phone },
  attempt: { direction: 'block', token: 't', expiresAt: NOON + MINUTE },
});
const lifting = blockedEntry({ attempt: { direction: 'lift', token: 't', expiresAt: END + MINUTE } });
describe('expireAttempt', () => {
  it('leaves a call that may still be answered', () => {
    expect(expireAttempt(blocking, NOON + MINUTE - 1)).toBe(blocking);
    expect(expireAttempt(wanted(), END)).toEqual(wanted());
  });

  it.each([
    ['block', blocking, NOON + MINUTE],
    ['lift', lifting, END + MINUTE],
  ])('of an abandoned %s nobody knows what came', (_, given, now) => {
    expect(expireAttempt(given, now)).toMatchObject({
      attempt: null,
      actual: 'unknown',
      nextAttemptAt: now,
      target: given.target,
    });
  });
});

describe('verified', () => {
  const doubt = wanted({ actual: 'unknown', failures: 1, target: { user: phone } });
  it.each<[string, boolean, number, string, Partial<LedgerEntry>]>([
    ['listed and wanted', true, NOON, 'blocked', { failures: 0 }],
    ['listed and over', true, END, 'lift due', { target: { user: phone } }],
    ['not listed and wanted', false, NOON, 'due', { nextAttemptAt: NOON }],
    ['not listed and over', false, END, 'none', { endedAt: END, episode: null }],
  ])('%s', (_, present, now, status, change) => {
    const after = verified(doubt, present, now);
    expect(statusOf(after, now)).toBe(status);
    expect(after).toMatchObject(change);
  });

  it('not listed past the deadline becomes armed, not due', () => {
    expect(statusOf(verified({ ...doubt, deadlineAt: NOON }, false, NOON), NOON)).toBe('armed');
  });

  it.each([
    [1, 0],
    [2, SECOND],
    [5, 8 * SECOND],
    [60, 5 * MINUTE],
  ])('after %d calls in doubt the next one, in either direction, waits %d ms', (failures, waitMs) => {
    expect(verified({ ...doubt, failures }, false, NOON)).toMatchObject({
      failures,
      nextAttemptAt: NOON + waitMs,
    });
    expect(verified({ ...doubt, failures }, true, END)).toMatchObject({
      failures,
      nextAttemptAt: END + waitMs,
    });
  });

  it.each([
    ['what was not in doubt', blockedEntry()],
    ['a call under way', { ...blocking, actual: 'unknown' as const }],
  ])('leaves %s', (_, given) => {
    expect(verified(given, false, NOON)).toBe(given);
  });
});

describe('stillUnknown', () => {
  it('looks again later at what is in doubt, and at nothing else', () => {
    const doubt = wanted({ actual: 'unknown' });
    expect(stillUnknown(doubt, NOON + 5)).toEqual({ ...doubt, failures: 1, nextAttemptAt: NOON + 5 });
    for (const given of [blockedEntry(), { ...blocking, actual: 'unknown' as const }])
      expect(stillUnknown(given, NOON + 5)).toBe(given);
  });
});

describe('end', () => {
  it.each([
    ['armed', wanted({ deadlineAt: NOON })],
    ['held', wanted({ held: { at: NOON, cause: 'x' } })],
    ['refused', wanted({ refused: { at: NOON, code: 1, detail: '' } })],
    ['due', wanted()],
  ])('closes an episode that ran out while %s', (_, given) => {
    expect(end(given, END - 1)).toBe(given);
    const after = end(given, END);
    expect(after).toMatchObject({
      desired: { kind: 'none' },
      episode: null,
      held: null,
      refused: null,
      endedAt: END,
    });
    // Nobody looked at what was held: the rule may have been the fault.
    expect(after.strikes).toEqual(given.held === null ? given.strikes : []);
  });

  it.each([
    ['blocked', blockedEntry()],
    ['unclear', wanted({ actual: 'unknown' })],
    ['under way', blocking],
  ])('never closes one that may stand at Meta: %s', (_, given) => {
    expect(end(given, END + DAY)).toBe(given);
  });
});

describe('hold and foreign rows', () => {
  it('holds only what is still to be blocked', () => {
    expect(statusOf(hold(wanted(), 'monitor mode', NOON), NOON)).toBe('held');
    for (const given of [blockedEntry(), blocking, wanted({ actual: 'unknown' }), entry()]) {
      expect(hold(given, 'monitor mode', NOON)).toBe(given);
    }
  });

  it('a foreign row is known, never acted on, and forgotten when it is gone', () => {
    const row = foreign(entry());
    expect(statusOf(row, NOON)).toBe('foreign');
    const gone = foreignGone(row, NOON);
    expect(gone).toMatchObject({ owner: 'ours', actual: 'absent', endedAt: NOON });
    expect(foreignGone(blockedEntry(), NOON)).toEqual(blockedEntry());
  });
});
