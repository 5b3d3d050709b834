import { describe, expect, it } from '@jest/globals';
import type { Decision } from '../../../src/core/decision.ts';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import type { Offence } from '../../../src/core/ledger/moderation.ts';
import { isDue, noteInbound, offend } from '../../../src/core/ledger/moderation.ts';
import { statusOf } from '../../../src/core/ledger/next-action.ts';
import type { Message } from '../../../src/core/message.ts';
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

interface About {
  message?: Partial<Message>;
  action?: 'cooldown' | 'block';
  decision?: Partial<Decision>;
  cause?: string | null;
  asked?: () => void;
}
const offence = (about: About = {}): Offence => ({
  message: message(about.message),
  decision: decision(about.action ?? 'cooldown', about.decision),
  policy: policy(),
  brake: () => {
    about.asked?.();
    return about.cause ?? null;
  },
});

describe('offend', () => {
  it('opens an episode with a strike, an end and a deadline', () => {
    expect(offend(null, offence(), NOON)).toEqual({ entry: wanted(), effect: 'opened' });
  });

  it('opens a block for good', () => {
    expect(offend(null, offence({ action: 'block' }), NOON).entry.desired).toEqual({ kind: 'permanent' });
  });

  it.each<[string, Partial<Decision>, number]>([
    ['a length named by a rule holds alone', { cooldownMs: 5 * MINUTE, onLadder: false }, 5 * MINUTE],
    ['beside the ladder a longer one holds', { cooldownMs: 2 * HOUR, onLadder: true }, 2 * HOUR],
    ['beside the ladder a shorter one gives way', { cooldownMs: 5 * MINUTE, onLadder: true }, HOUR],
  ])('%s', (_, given, length) => {
    const { entry: after } = offend(null, offence({ decision: given }), NOON);
    expect(after.desired).toEqual({ kind: 'until', at: NOON + length });
  });

  it('a named length never makes a ladder that ends for good come to an end', () => {
    const ladder = { ...policy().ladder, stepsMs: [HOUR], afterLadder: 'permanent' as const };
    const given = { ...offence({ decision: { cooldownMs: DAY } }), policy: policy({ ladder }) };
    const before = entry({ strikes: [{ id: 'a', at: 0, expiresAt: NOON + 1 }], strikesTotal: 1 });
    expect(offend(before, given, NOON).entry.desired).toEqual({ kind: 'permanent' });
  });

  it('climbs the ladder by strikes that have not expired', () => {
    const strike = (id: string, expiresAt: number): LedgerEntry['strikes'][number] => ({
      id,
      at: 0,
      expiresAt,
    });
    const before = entry({
      strikes: [strike('old', NOON), strike('a', NOON + 1), strike('b', NOON + 1)],
      strikesTotal: 3,
    });
    const after = offend(before, offence(), NOON).entry;
    expect(after.desired).toEqual({ kind: 'until', at: NOON + DAY });
    expect(after.strikes.map(({ id }) => id)).toEqual(['a', 'b', 'wamid.1']);
    expect(after.strikesTotal).toBe(4);
  });

  it.each([
    ['due', wanted()],
    ['blocked', blockedEntry()],
    ['lift due', blockedEntry({ desired: { kind: 'until', at: NOON - 1 } })],
    ['unclear', wanted({ actual: 'unknown' })],
    ['refused', wanted({ refused: { at: NOON, code: 1, detail: '' } })],
  ])('while an episode is open (%s) adds evidence, no strike, no time', (_, before) => {
    const asked: string[] = [];
    const about = { message: { id: 'wamid.2', sentAt: NOON + SECOND }, asked: () => asked.push('brake') };
    const { entry: after, effect } = offend(before, offence(about), NOON + SECOND);
    expect(effect).toBe('evidence');
    expect(after).toEqual({ ...before, episode: { ...before.episode, evidence: 1 } });
    expect(asked).toEqual([]);
  });

  it.each([
    ['before', NOON - SECOND, 'too-old'],
    ['at', NOON, 'too-old'],
    ['after', NOON + SECOND, 'opened'],
  ])('a message sent %s the end of the last episode', (_, sentAt, effect) => {
    const before = entry({ endedAt: NOON, strikesTotal: 1 });
    const result = offend(before, offence({ message: { sentAt } }), NOON + MINUTE);
    expect(result.effect).toBe(effect);
    if (effect === 'too-old') expect(result.entry).toBe(before);
  });

  it('never touches a foreign row', () => {
    const row = entry({ owner: 'foreign', actual: 'blocked' });
    expect(offend(row, offence(), NOON)).toEqual({ entry: row, effect: 'foreign' });
  });

  it('what the brake objects to is opened but held', () => {
    const { entry: after, effect } = offend(null, offence({ cause: 'blocks_per_minute' }), NOON);
    expect(effect).toBe('held');
    expect(after).toEqual(wanted({ held: { at: NOON, cause: 'blocks_per_minute' } }));
  });

  it('a held one whose sender offends again while the brake objects stays held, with evidence', () => {
    const before = wanted({ held: { at: NOON, cause: 'established_senders' } });
    const given = offence({ message: { id: 'wamid.2' }, cause: 'established_senders' });
    const { entry: after, effect } = offend(before, given, NOON + MINUTE);
    expect(effect).toBe('evidence');
    expect(after).toEqual({ ...before, episode: { ...before.episode, evidence: 1 } });
  });

  it('once the brake is off, the next offence is judged by itself: what a bad rule wanted is forgotten, its strike too', () => {
    const before = wanted({
      held: { at: NOON, cause: 'established_senders' },
      desired: { kind: 'permanent' },
      episode: { ...wanted().episode!, action: 'block', rulesetHash: 'bad-rules' },
    });
    const at = NOON + 5 * MINUTE;
    const given = offence({ message: { id: 'wamid.2', sentAt: at }, decision: { rulesetHash: 'mended' } });
    const { entry: after, effect } = offend(before, given, at);
    expect(effect).toBe('opened');
    expect(after).toMatchObject({ held: null, desired: { kind: 'until', at: at + HOUR }, strikesTotal: 1 });
    expect(after.episode).toMatchObject({ id: 'wamid.2', action: 'cooldown', rulesetHash: 'mended' });
    expect(after.strikes.map(({ id }) => id)).toEqual(['wamid.2']);
    expect(isDue(after, at)).toBe(true);
  });

  it('a new episode starts without the refusal of the last', () => {
    const before = entry({ refused: { at: 1, code: 1, detail: '' }, failures: 7, endedAt: NOON - DAY });
    expect(offend(before, offence(), NOON).entry).toMatchObject({ refused: null, failures: 0 });
  });

  it('an offence of yesterday is armed at once: Meta would not take it any more', () => {
    const { entry: after } = offend(
      null,
      offence({ message: { sentAt: NOON - DAY + MINUTE }, action: 'block' }),
      NOON,
    );
    expect(statusOf(after, NOON)).toBe('armed');
  });
});

describe('noteInbound', () => {
  const said = (sentAt: number, names = {}): Message =>
    message({ id: 'wamid.9', sentAt, sender: { ...sender(), ...names } });

  it('moves the deadline with the newest message, whatever the order of arrival', () => {
    const after = noteInbound(wanted(), said(NOON + HOUR), NOON + HOUR);
    expect(after).toMatchObject({ lastInboundAt: NOON + HOUR, deadlineAt: NOON + HOUR + DAY - 5 * MINUTE });
    expect(noteInbound(after, said(NOON), NOON + HOUR)).toEqual(after);
  });

  it('fires what was armed', () => {
    const armed = wanted({ desired: { kind: 'permanent' }, deadlineAt: NOON, nextAttemptAt: NOON + DAY });
    const after = noteInbound(armed, said(NOON + HOUR), NOON + HOUR);
    expect(statusOf(after, NOON + HOUR)).toBe('due');
    expect(isDue(after, NOON + HOUR)).toBe(true);
  });

  it('does not shorten the wait of a block that was not armed', () => {
    const waiting = wanted({ nextAttemptAt: NOON + HOUR });
    expect(noteInbound(waiting, said(NOON + MINUTE), NOON + MINUTE).nextAttemptAt).toBe(NOON + HOUR);
  });

  it.each<[string, LedgerEntry, number, LedgerEntry['actual']]>([
    ['clearly later than the block', blockedEntry(), NOON + 2 * MINUTE + 2 * SECOND, 'unknown'],
    ['on its way when the block was made', blockedEntry(), NOON + 2 * MINUTE, 'blocked'],
    ['from somebody blocked by others', blockedEntry({ owner: 'foreign' }), NOON + DAY, 'unknown'],
    [
      'while a call is under way',
      blockedEntry({ attempt: { direction: 'lift', token: 't', expiresAt: NOON + DAY } }),
      NOON + HOUR,
      'blocked',
    ],
  ])('a message %s', (_, given, sentAt, actual) => {
    const after = noteInbound(given, said(sentAt), sentAt);
    expect(after.actual).toBe(actual);
    expect(isDue(after, sentAt)).toBe(actual === 'unknown');
  });

  it('a message in a group says nothing about a block', () => {
    const inGroup = message({ id: 'wamid.9', sentAt: NOON + HOUR, groupId: 'group-1' });
    expect(noteInbound(blockedEntry(), inGroup, NOON + HOUR).actual).toBe('blocked');
  });

  it('learns names and never forgets one Meta withholds today', () => {
    const after = noteInbound(entry(), said(NOON, { phone: null, userId: 'US.1' }), NOON);
    expect(after).toMatchObject({ phone: sender().phone, userId: 'US.1' });
  });

  it('a refused sender whose other identifier Meta now tells is tried again by it', () => {
    const refused = { at: NOON, code: 100, detail: '' };
    const misnamed = wanted({ phone: sender().phone, userId: null, refused, misnamed: ['phone'] });
    const later = said(NOON + MINUTE, { userId: 'US.1' });
    expect(statusOf(noteInbound(misnamed, later, NOON + MINUTE), NOON + MINUTE)).toBe('due');
    expect(statusOf(noteInbound(misnamed, said(NOON + MINUTE), NOON + MINUTE), NOON + MINUTE)).toBe(
      'refused',
    );
    const forGood = { ...misnamed, misnamed: [] };
    expect(statusOf(noteInbound(forGood, later, NOON + MINUTE), NOON + MINUTE)).toBe('refused');
  });
});
