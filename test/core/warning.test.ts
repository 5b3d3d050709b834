import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actionForScore } from '../../src/core/decide.ts';
import type { AboutWarning, Warning } from '../../src/core/warning.ts';
import {
  holdForWarning,
  isTrueOf,
  releaseBlock,
  warningFor,
  WARNING_GRACE_MS,
  WARNING_HOLD_MS,
} from '../../src/core/warning.ts';
import { lengthInWords, warningText } from '../../src/core/warning-text.ts';
import { WARN } from '../workers/warning-rig.ts';
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
} from './builders.ts';

const about = (more: Partial<AboutWarning> = {}): AboutWarning => ({
  message: message(),
  decision: decision('cooldown'),
  policy: policy({ warn: WARN }),
  effect: 'opened',
  entry: wanted(),
  ...more,
});
const warned = decision('warn');

describe('warningFor', () => {
  it.each<[string, Partial<AboutWarning>, Partial<Warning> | null]>([
    [
      'a block that opens',
      {},
      { beforeBlock: true, sendBy: NOON + 5 * SECOND, target: { user: '+15550000001' } },
    ],
    [
      'a warning alone',
      { decision: warned, effect: null, entry: null },
      { beforeBlock: false, sendBy: NOON + MINUTE },
    ],
    [
      'somebody without a phone',
      { message: message({ sender: { ...sender(), phone: null, userId: 'US.9' } }) },
      { target: { user_id: 'US.9' } },
    ],
    ['a policy that sends none', { policy: policy() }, null],
    ['a policy without words for blocks', { policy: policy({ warn: { ...WARN, beforeBlock: null } }) }, null],
    ['a group', { message: message({ groupId: 'g' }) }, null],
    ['further evidence', { effect: 'evidence' }, null],
    ['a block the brake holds', { effect: 'held' }, null],
    ['somebody others block', { decision: warned, effect: null, entry: entry({ owner: 'foreign' }) }, null],
    ['somebody who is being kept out', { decision: warned, effect: null }, null],
    ['a flag', { decision: decision('flag'), effect: null, entry: null }, null],
    [
      'a block shorter than a minute',
      { entry: wanted({ desired: { kind: 'until', at: NOON + 59 * SECOND } }) },
      null,
    ],
    ['a message nearly a day old', { message: message({ sentAt: NOON - DAY + 5 * MINUTE }) }, null],
  ])('%s', (_, given, expected) => {
    const warning = warningFor(about(given), NOON);
    if (expected === null) expect(warning).toBeNull();
    else expect(warning).toMatchObject(expected);
  });

  it('puts a score between flag and cooldown to use', () => {
    const { warn, ...plain } = policy({ warn: WARN });
    expect(
      [4.9, 5, 7.9, 8].map((score) => actionForScore(score, { ...plain, ...(warn && { warn }) })),
    ).toEqual([...['flag', 'warn', 'warn', 'cooldown']]);
    expect(actionForScore(5, plain)).toBe('flag');
  });
});

describe('a block that waits for its warning', () => {
  const warning = warningFor(about(), NOON)!;
  const held = holdForWarning(wanted(), NOON);

  it('waits as long as stated, whatever happens, and never into its deadline', () => {
    expect(held.nextAttemptAt).toBe(NOON + WARNING_HOLD_MS);
    const close = wanted({ deadlineAt: NOON + WARNING_HOLD_MS });
    expect(holdForWarning(close, NOON)).toBe(close);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 * WARNING_HOLD_MS }), fc.boolean(), (ms, wasSent) => {
        const released = releaseBlock(held, warning, wasSent, NOON + ms) ?? held;
        expect(released.nextAttemptAt).toBeLessThanOrEqual(NOON + WARNING_HOLD_MS);
        expect(released.nextAttemptAt).toBeGreaterThanOrEqual(Math.min(NOON + ms, NOON + WARNING_HOLD_MS));
      }),
    );
  });

  it('goes ahead when it is over: after a grace when it was sent, at once when not', () => {
    expect(releaseBlock(held, warning, true, NOON + SECOND)?.nextAttemptAt).toBe(
      NOON + SECOND + WARNING_GRACE_MS,
    );
    expect(releaseBlock(held, warning, false, NOON + SECOND)?.nextAttemptAt).toBe(NOON + SECOND);
  });

  it.each([
    ['is done', blockedEntry({ nextAttemptAt: NOON + DAY })],
    ['belongs to another offence', { ...held, episode: { ...held.episode!, id: 'other' } }],
    ['was tried and has a time of its own', { ...held, failures: 1 }],
    [
      'is on its way',
      { ...held, attempt: { direction: 'block' as const, token: 't', expiresAt: NOON + DAY } },
    ],
  ])('is left alone when it %s', (_, row) => {
    expect(releaseBlock(row, warning, false, NOON)).toBeNull();
  });

  it('has nothing to announce once it is undone, done or another one', () => {
    expect(isTrueOf(held, warning, NOON)).toBe(true);
    expect(isTrueOf(null, warning, NOON)).toBe(false);
    expect(isTrueOf(blockedEntry(), warning, NOON)).toBe(false);
    const alone = { ...warning, beforeBlock: false };
    expect([isTrueOf(null, alone, NOON), isTrueOf(held, alone, NOON)]).toEqual([true, false]);
  });
});

describe('the words of a warning', () => {
  it.each([
    [1, '1 min'],
    [5 * MINUTE, '5 min'],
    [HOUR, '1 h'],
    [HOUR + 5.5 * MINUTE, '1 h 6 min'],
    [DAY, '24 h'],
    [2 * DAY, '2 d'],
    [7 * DAY + 3.2 * HOUR, '7 d 4 h'],
  ])('%d ms is %j', (ms, words) => {
    expect(lengthInWords(ms)).toBe(words);
  });

  it('are filled in once: what stands in an address is not looked at', () => {
    const policyWith = { ...WARN, text: '{{appeal}} {{ appeal }}', appeal: 'https://x.example/{{length}}' };
    expect(warningText(policyWith, null)).toBe('https://x.example/{{length}} https://x.example/{{length}}');
  });
});
