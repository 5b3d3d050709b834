import { describe, expect, it } from '@jest/globals';
import type { Settlement } from '../../../src/core/ledger/enforcement.ts';
import { claim, settle, verified } from '../../../src/core/ledger/enforcement.ts';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import { statusOf } from '../../../src/core/ledger/next-action.ts';
import { blockedEntry, DAY, entry, HOUR, MINUTE, NOON, SECOND, sender, wanted } from '../builders.ts';

const END = NOON + HOUR;
const phone = `+${sender().phone ?? ''}`;
const blocking = wanted({
  target: { user: phone },
  attempt: { direction: 'block', token: 't', expiresAt: NOON + MINUTE, inboundAt: NOON },
});
const lifting = blockedEntry({ attempt: { direction: 'lift', token: 't', expiresAt: END + MINUTE } });
const settled = (before: LedgerEntry, result: Settlement, now: number): LedgerEntry => {
  const after = settle(before, 't', result, now);
  if (after === null) throw new Error('the settlement did not apply');
  return after;
};

describe('claim', () => {
  it('takes a due block under its token until the call is surely over', () => {
    expect(claim(wanted(), 'block', 't', NOON + MINUTE, NOON)).toEqual(blocking);
  });

  it.each<[string, LedgerEntry, 'block' | 'lift', number]>([
    ['before its time', wanted({ nextAttemptAt: NOON + 1 }), 'block', NOON],
    ['in the other direction', wanted(), 'lift', NOON],
    ['a lift that is not due', blockedEntry(), 'lift', NOON],
    ['taken already', blocking, 'block', NOON],
    ['abandoned but not verified', blocking, 'block', NOON + HOUR],
    ['unclear', wanted({ actual: 'unknown' }), 'block', NOON],
    ['unclear, for lifting', blockedEntry({ actual: 'unknown' }), 'lift', END],
    ['armed', wanted({ deadlineAt: NOON }), 'block', NOON],
    ['held', wanted({ held: { at: NOON, cause: 'x' } }), 'block', NOON],
    ['refused', wanted({ refused: { at: NOON, code: 1, detail: '' } }), 'block', NOON],
    ['over', wanted(), 'block', END],
    ['foreign', entry({ owner: 'foreign', actual: 'blocked' }), 'lift', END],
    ['nameless', wanted({ phone: null, userId: null }), 'block', NOON],
  ])('leaves an entry that is %s', (_, given, direction, now) => {
    expect(claim(given, direction, 't', now + MINUTE, now)).toBeNull();
  });

  it.each([
    [{ phone: '15550000001', userId: 'US.1' }, { user: '+15550000001' }],
    [{ phone: null, userId: 'US.1' }, { user_id: 'US.1' }],
  ])('names a sender by one identifier (%#)', (names, target) => {
    expect(claim(wanted(names), 'block', 't', END, NOON)?.target).toEqual(target);
  });

  it('lifts with the identifier the block was made with, whatever is known by now', () => {
    const before = blockedEntry({ target: { user_id: 'US.1' }, phone: '15550000001', userId: 'US.2' });
    expect(claim(before, 'lift', 't', END + MINUTE, END)?.target).toEqual({ user_id: 'US.1' });
  });

  it('lifts a block of which only the listing told', () => {
    expect(claim(blockedEntry({ target: null }), 'lift', 't', END + MINUTE, END)?.target).toEqual({
      user: phone,
    });
  });
});

describe('settle', () => {
  it.each<[string, string | null]>([
    ['a stranger’s token', 'other'],
    ['an entry nobody took', null],
  ])('ignores %s', (_, token) => {
    expect(settle(token === null ? wanted() : blocking, token ?? 't', { kind: 'done' }, NOON)).toBeNull();
  });

  it('a stale call that settles over a newer one would end the wrong block; its token forbids it', () => {
    const retaken = {
      ...blocking,
      attempt: { direction: 'lift', token: 'newer', expiresAt: END + MINUTE },
    } as const;
    expect(settle(retaken, 't', { kind: 'done' }, END)).toBeNull();
    // What would happen without the token: the late answer to the block ends as a lift, and its subject stays blocked for good.
    expect(settle(retaken, 'newer', { kind: 'done' }, END)).toMatchObject({
      actual: 'absent',
      desired: { kind: 'none' },
    });
  });

  const blockResults: [Settlement, Partial<LedgerEntry>, string][] = [
    [{ kind: 'done' }, { actual: 'blocked', failures: 0 }, 'blocked'],
    [{ kind: 'retry', at: NOON + 5 }, { actual: 'absent', failures: 3, nextAttemptAt: NOON + 5 }, 'due'],
    [
      { kind: 'unknown', at: NOON + 5 },
      { actual: 'unknown', failures: 3, nextAttemptAt: NOON + 5 },
      'unknown',
    ],
    [{ kind: 'armed' }, { actual: 'absent', deadlineAt: NOON, failures: 0 }, 'armed'],
    [
      { kind: 'refused', code: 131021, detail: 'own number', misnamed: false },
      { actual: 'absent', refused: { at: NOON, code: 131021, detail: 'own number' }, failures: 0 },
      'refused',
    ],
  ];
  it.each(blockResults)('of a block as %j', (result, change, status) => {
    const after = settled({ ...blocking, failures: 2 }, result, NOON);
    expect(after).toMatchObject({ ...change, attempt: null });
    expect(statusOf(after, NOON)).toBe(status);
    expect(after.strikes).toEqual(blocking.strikes);
  });

  describe('when Meta does not take the identifier', () => {
    const misnamed: Settlement = { kind: 'refused', code: 100, detail: 'why', misnamed: true };
    const refused = { at: NOON, code: 100, detail: 'why' };
    const names = { phone: '15550000001', userId: 'US.1' };
    const called = (before: LedgerEntry): LedgerEntry => {
      const taken = claim(before, 'block', 't', NOON + MINUTE, NOON);
      if (taken === null) throw new Error('it is not due');
      return taken;
    };

    it('the other one is tried at once, and then no more', () => {
      const once = settled(called(wanted(names)), misnamed, NOON);
      expect(once).toMatchObject({ refused: null, failures: 0 });
      const again = called(once);
      expect(again.target).toEqual({ user_id: 'US.1' });
      const twice = settled(again, misnamed, NOON);
      expect(statusOf(twice, NOON)).toBe('refused');
      expect(twice.refused).toEqual(refused);
    });

    it('the lift uses the one that was taken, and the next episode begins with the phone again', () => {
      const again = settled(called(settled(called(wanted(names)), misnamed, NOON)), { kind: 'done' }, NOON);
      const lift = claim(again, 'lift', 't', END + MINUTE, END);
      expect(lift?.target).toEqual({ user_id: 'US.1' });
      expect(settled(lift!, { kind: 'done' }, END).misnamed).toEqual([]);
    });

    it('somebody with one identifier is refused', () => {
      const after = settled(called(wanted({ phone: null, userId: 'US.1' })), misnamed, NOON);
      expect(after.refused).toEqual(refused);
    });

    it('a lift goes on with the other one, after a look at the list', () => {
      const after = settled({ ...lifting, ...names, target: { user: '+15550000001' } }, misnamed, END);
      expect(after).toMatchObject({ actual: 'unknown', target: { user_id: 'US.1' }, refused: null });
      const only = settled({ ...lifting, ...names, userId: null }, misnamed, END);
      expect(only.target).toEqual(lifting.target);
    });
  });

  it('remembers when Meta last confirmed the block', () => {
    const after = settled(blocking, { kind: 'done' }, NOON + SECOND);
    expect(after.episode?.settledAt).toBe(NOON + SECOND);
    const again = verified({ ...after, actual: 'unknown' }, true, NOON + MINUTE);
    expect(again.episode?.settledAt).toBe(NOON + MINUTE);
  });

  it('of a lift as done closes the episode and keeps its strike', () => {
    expect(settled(lifting, { kind: 'done' }, END)).toEqual({
      ...entry(),
      lastInboundAt: NOON,
      deadlineAt: lifting.deadlineAt,
      nextAttemptAt: lifting.nextAttemptAt,
      endedAt: END,
      strikes: lifting.strikes,
      strikesTotal: 1,
    });
  });

  it.each<Settlement>([{ kind: 'refused', code: 100, detail: '', misnamed: false }, { kind: 'armed' }])(
    'a lift is never given up: %j makes it look at the list and try again',
    (result) => {
      const after = settled(lifting, result, END);
      expect(after).toMatchObject({
        actual: 'unknown',
        nextAttemptAt: END + 15 * MINUTE,
        refused: null,
        attempt: null,
      });
      expect(after.target).toEqual(lifting.target);
    },
  );

  it('a lift that went through under an episode opened meanwhile leaves that episode to be blocked again', () => {
    const renewed = { ...lifting, desired: { kind: 'until', at: END + DAY } } as const;
    const after = settled(renewed, { kind: 'done' }, END);
    expect(after).toMatchObject({
      actual: 'absent',
      desired: renewed.desired,
      episode: renewed.episode,
      attempt: null,
    });
    expect(statusOf(after, END)).toBe('due');
  });
});
