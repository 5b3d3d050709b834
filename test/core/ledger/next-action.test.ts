import { describe, expect, it } from '@jest/globals';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import type { LedgerStatus, NextAction } from '../../../src/core/ledger/next-action.ts';
import { forgetAt, isWanted, nextAction, statusOf, STATUSES } from '../../../src/core/ledger/next-action.ts';
import { blockedEntry, DAY, entry, HOUR, MINUTE, NOON, SECOND, wanted } from '../builders.ts';

const attempt = { direction: 'block', token: 't', expiresAt: NOON + MINUTE } as const;
const lifting = { direction: 'lift', token: 't', expiresAt: NOON + HOUR + MINUTE } as const;
const held = { at: NOON, cause: 'established_senders' };
const refused = { at: NOON, code: 131021, detail: 'own number' };
const forGood = { kind: 'permanent' } as const;
const END = NOON + HOUR;
const never: NextAction = { kind: 'wait', at: Infinity };

type Row = [what: string, entry: LedgerEntry, now: number, status: LedgerStatus, action: NextAction];
const rows: Row[] = [
  ['nothing', entry(), NOON, 'none', never],
  ['wanted', wanted(), NOON, 'due', { kind: 'block', at: NOON }],
  [
    'wanted, to be tried later',
    wanted({ nextAttemptAt: NOON + SECOND }),
    NOON,
    'due',
    { kind: 'block', at: NOON + SECOND },
  ],
  ['wanted for good', wanted({ desired: forGood }), NOON, 'due', { kind: 'block', at: NOON }],
  ['being blocked', wanted({ attempt }), NOON, 'blocking', { kind: 'verify', at: NOON + MINUTE }],
  [
    'abandoned while being blocked',
    wanted({ attempt }),
    NOON + MINUTE,
    'unknown',
    { kind: 'verify', at: NOON + MINUTE },
  ],
  ['blocked', blockedEntry(), NOON, 'blocked', { kind: 'lift', at: END }],
  ['blocked for good', blockedEntry({ desired: forGood }), NOON, 'blocked', never],
  ['blocked, a moment before its end', blockedEntry(), END - 1, 'blocked', { kind: 'lift', at: END }],
  ['blocked, at its end', blockedEntry(), END, 'lift due', { kind: 'lift', at: NOON }],
  [
    'a lift to be tried later',
    blockedEntry({ nextAttemptAt: END + MINUTE }),
    END,
    'lift due',
    { kind: 'lift', at: END + MINUTE },
  ],
  [
    'no longer wanted but blocked',
    blockedEntry({ desired: { kind: 'none' } }),
    NOON,
    'lift due',
    { kind: 'lift', at: NOON },
  ],
  ['being lifted', blockedEntry({ attempt: lifting }), END, 'lifting', { kind: 'verify', at: END + MINUTE }],
  ['unclear and wanted', wanted({ actual: 'unknown' }), NOON, 'unknown', { kind: 'verify', at: NOON }],
  ['unclear and over', wanted({ actual: 'unknown' }), END, 'unknown', { kind: 'verify', at: NOON }],
  [
    'unclear past its deadline',
    wanted({ actual: 'unknown', deadlineAt: NOON }),
    NOON,
    'unknown',
    { kind: 'verify', at: NOON },
  ],
  ['past its deadline', wanted({ deadlineAt: NOON }), NOON, 'armed', { kind: 'end', at: END }],
  ['past its deadline for good', wanted({ deadlineAt: NOON, desired: forGood }), NOON, 'armed', never],
  ['armed and over', wanted({ deadlineAt: NOON }), END, 'none', { kind: 'end', at: END }],
  ['held', wanted({ held }), NOON, 'held', { kind: 'end', at: END }],
  ['held for good', wanted({ held, desired: forGood }), NOON, 'held', { kind: 'end', at: NOON + 7 * DAY }],
  [
    'held for good and never released',
    wanted({ held, desired: forGood }),
    NOON + 7 * DAY,
    'none',
    { kind: 'end', at: NOON + 7 * DAY },
  ],
  [
    'held for good by monitor mode',
    wanted({ held: { at: NOON, cause: 'monitor mode' }, desired: forGood }),
    NOON + 9 * DAY,
    'held',
    never,
  ],
  ['refused', wanted({ refused }), NOON, 'refused', { kind: 'end', at: END }],
  ['never blocked and over', wanted(), END, 'none', { kind: 'end', at: END }],
  ['foreign', entry({ owner: 'foreign', actual: 'blocked' }), NOON, 'foreign', never],
  ['foreign whatever else is written there', blockedEntry({ owner: 'foreign' }), END + DAY, 'foreign', never],
];

describe('a ledger entry', () => {
  it.each(rows)('%s', (_, given, now, status, action) => {
    expect(statusOf(given, now)).toBe(status);
    expect(nextAction(given, now)).toEqual(action);
  });

  it('the table shows every status', () => {
    expect(new Set(rows.map(([, , , status]) => status))).toEqual(new Set(STATUSES));
  });

  it.each([
    [entry(), NOON, false],
    [wanted(), END - 1, true],
    [wanted(), END, false],
    [wanted({ desired: forGood }), END + 1000 * DAY, true],
  ])('is wanted until its end (%#)', (given, now, expected) => {
    expect(isWanted(given, now)).toBe(expected);
  });
});

describe('forgetAt', () => {
  const closed = entry({ endedAt: NOON });
  it.each<[string, LedgerEntry, number]>([
    ['thirty days after a row owes nothing', closed, NOON + 30 * DAY],
    [
      'not before its strikes expire',
      { ...closed, strikes: [{ id: 'm', at: NOON, expiresAt: NOON + 90 * DAY }] },
      NOON + 90 * DAY,
    ],
    ['never while a block is wanted', wanted(), Infinity],
    ['never while armed', wanted({ deadlineAt: NOON }), Infinity],
    ['never while it stands at Meta', blockedEntry({ desired: { kind: 'none' } }), Infinity],
    ['never while unclear', { ...closed, actual: 'unknown' }, Infinity],
    ['never while a call is under way', { ...closed, attempt }, Infinity],
    ['never while somebody else blocks', entry({ owner: 'foreign', actual: 'blocked' }), Infinity],
  ])('%s', (_, given, at) => {
    expect(forgetAt(given, NOON)).toBe(at);
  });
});
