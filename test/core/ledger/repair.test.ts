import { describe, expect, it } from '@jest/globals';
import { letGo, stray, verified } from '../../../src/core/ledger/enforcement.ts';
import { noteInbound, offend } from '../../../src/core/ledger/moderation.ts';
import { nextAction, statusOf } from '../../../src/core/ledger/next-action.ts';
import { isOperatorEpisode } from '../../../src/core/ledger/operator.ts';
import { adopt, blockAgain, doubt, liftNow, overtaken } from '../../../src/core/ledger/repair.ts';
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
  wanted,
} from '../builders.ts';

const LATER = NOON + 10 * MINUTE;
const END = NOON + HOUR;

describe('a confirmed block that is gone from the list', () => {
  const twice = (present: boolean, now = LATER) => verified(doubt(blockedEntry(), LATER), present, now);

  it('found on it at the second look stands as before', () => {
    expect(statusOf(twice(true), LATER)).toBe('blocked');
    expect(nextAction(twice(true), LATER)).toEqual({ kind: 'lift', at: END });
  });

  it('gone at the second look is let go with its strike; what was written until then blocks nobody, the next offence does', () => {
    const gone = twice(false);
    expect(gone).toMatchObject({
      ...{ desired: { kind: 'none' }, actual: 'absent', episode: null, endedAt: LATER },
      ...{ strikes: blockedEntry().strikes, strikesTotal: 1 },
    });
    const offence = (sentAt: number) =>
      offend(
        gone,
        {
          message: message({ id: 'wamid.2', sentAt }),
          decision: decision('cooldown'),
          policy: policy(),
          brake: () => null,
        },
        LATER + MINUTE,
      );
    expect(offence(LATER).effect).toBe('too-old');
    // The ladder goes on where it stood: the second cooldown is six hours.
    expect(offence(LATER + 1)).toMatchObject({
      effect: 'opened',
      entry: { desired: { kind: 'until', at: LATER + MINUTE + 6 * HOUR } },
    });
  });

  it('a block that was never confirmed is made, not let go', () => {
    const due = verified(doubt(wanted(), LATER), false, LATER);
    expect(nextAction(due, LATER)).toEqual({ kind: 'block', at: LATER });
  });

  it('is made again when an operator says so: at once in the window, else at the next message', () => {
    const again = blockAgain(blockedEntry(), LATER);
    expect(nextAction(again, LATER)).toEqual({ kind: 'block', at: LATER });
    expect(statusOf(blockAgain(blockedEntry({ deadlineAt: NOON }), LATER), LATER)).toBe('armed');
    // Not confirmed any more: a list without them asks for the call, it does not let them go.
    expect(statusOf(verified({ ...again, actual: 'unknown' }, false, LATER), LATER)).toBe('due');
  });
});

describe('what others did', () => {
  it('a block made while we waited is theirs: the episode is over, the strike stays', () => {
    const held = wanted({ held: { at: NOON, cause: 'brake' } });
    const theirs = overtaken(held, LATER);
    expect(theirs).toMatchObject({ owner: 'foreign', actual: 'blocked', held: null, episode: null });
    expect([theirs.desired, theirs.strikes]).toEqual([{ kind: 'none' }, held.strikes]);
    expect(nextAction(theirs, END + DAY).at).toBe(Infinity);
  });

  it('somebody they blocked who writes is looked up, in groups not', () => {
    const foreign = entry({ owner: 'foreign', actual: 'blocked' });
    const wrote = noteInbound(foreign, message(), NOON);
    expect([statusOf(wrote, NOON), nextAction(wrote, NOON)]).toEqual([
      'foreign',
      { kind: 'verify', at: NOON },
    ]);
    expect(noteInbound(foreign, message({ groupId: 'g' }), NOON).actual).toBe('blocked');
    expect(verified(wrote, true, LATER)).toMatchObject({ owner: 'foreign', actual: 'blocked' });
    expect(verified(wrote, false, LATER)).toMatchObject({ owner: 'ours', actual: 'absent', endedAt: LATER });
  });

  it.each([
    [END, { kind: 'lift', at: END }, 'lift due'],
    [null, { kind: 'wait', at: Infinity }, 'blocked'],
  ] as const)('adopted until %s, it is ours and ends then', (until, action, status) => {
    const foreign = entry({ owner: 'foreign', actual: 'blocked', strikesTotal: 2 });
    const ours = adopt(foreign, { user: '+1' }, until, NOON);
    expect(nextAction(ours, NOON)).toEqual(action);
    expect(statusOf(ours, END)).toBe(status);
    expect(ours).toMatchObject({ strikesTotal: 2, target: { user: '+1' } });
    expect(ours.episode !== null && isOperatorEpisode(ours.episode)).toBe(true);
    // It counts as confirmed: somebody who lifts it at Meta is right.
    expect(statusOf(verified(doubt(ours, NOON), false, NOON), NOON)).toBe('none');
  });
});

describe('a lost call', () => {
  const strayUntil = NOON + 6 * HOUR;

  it('that took effect late is lifted when over, kept until its end when it still should be', () => {
    expect(statusOf(stray(letGo(wanted({ strayUntil }), NOON), LATER)!, LATER)).toBe('lift due');
    const armed = wanted({ strayUntil, deadlineAt: NOON });
    expect(statusOf(stray(armed, LATER)!, LATER)).toBe('blocked');
  });
});

describe('liftNow', () => {
  it('brings a postponed lift forward and leaves a due one alone', () => {
    const postponed = blockedEntry({ nextAttemptAt: END + HOUR });
    expect(nextAction(liftNow(postponed, END), END)).toEqual({ kind: 'lift', at: END });
    expect(liftNow(blockedEntry(), END)).toEqual(blockedEntry());
  });
});
