import { describe, expect, it } from '@jest/globals';
import type { ListClass } from '../../../src/core/ledger/classify.ts';
import { areTooManyMissing, classify, LIST_CLASSES, noCounts } from '../../../src/core/ledger/classify.ts';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import { STATUSES, statusOf } from '../../../src/core/ledger/next-action.ts';
import { blockedEntry, entry, HOUR, MINUTE, NOON, wanted } from '../builders.ts';

const END = NOON + HOUR;
const attempt = { direction: 'block', token: 't', expiresAt: NOON + MINUTE } as const;
const held = { at: NOON, cause: 'brake' };
const refused = { at: NOON, code: 100, detail: '' };
const strayUntil = NOON + MINUTE;
const none = { kind: 'none' } as const;

type Row = [what: string, row: LedgerEntry | null, now: number, listed: ListClass, unlisted: ListClass];
const rows: Row[] = [
  ['nobody we know', null, NOON, 'foreign', 'agreed'],
  ['a closed row', entry(), NOON, 'foreign', 'agreed'],
  ['a closed row with a call lost lately', entry({ strayUntil }), NOON, 'stray', 'agreed'],
  ['a closed row with a call lost long ago', entry({ strayUntil }), strayUntil, 'foreign', 'agreed'],
  ['due', wanted(), NOON, 'agreed', 'agreed'],
  ['under way', wanted({ attempt }), NOON, 'unknown', 'unknown'],
  ['abandoned', wanted({ attempt }), END, 'unknown', 'unknown'],
  ['unclear', wanted({ actual: 'unknown' }), NOON, 'unknown', 'unknown'],
  ['armed', wanted({ deadlineAt: NOON }), NOON, 'overtaken', 'agreed'],
  ['armed after a lost call', wanted({ deadlineAt: NOON, strayUntil }), NOON, 'stray', 'agreed'],
  ['held', wanted({ held }), NOON, 'overtaken', 'agreed'],
  ['refused', wanted({ refused }), NOON, 'overtaken', 'agreed'],
  ['never blocked, and over', wanted({ held }), END, 'overtaken', 'agreed'],
  ['blocked', blockedEntry(), NOON, 'agreed', 'missing'],
  ['blocked for good', blockedEntry({ desired: { kind: 'permanent' } }), END, 'agreed', 'missing'],
  [
    'blocked, not confirmed in this episode',
    blockedEntry({ episode: wanted().episode }),
    NOON,
    'agreed',
    'agreed',
  ],
  ['blocked, and over', blockedEntry(), END, 'ended', 'agreed'],
  ['to be lifted by an operator', blockedEntry({ desired: none, episode: null }), NOON, 'ended', 'agreed'],
  ['foreign', entry({ owner: 'foreign', actual: 'blocked' }), NOON, 'foreign-known', 'foreign-gone'],
  ['foreign and in doubt', entry({ owner: 'foreign', actual: 'unknown' }), NOON, 'unknown', 'unknown'],
];

describe('a row against the list', () => {
  it.each(rows)('%s', (_, row, now, listed, unlisted) => {
    expect(classify(row, true, now)).toBe(listed);
    expect(classify(row, false, now)).toBe(unlisted);
  });

  it('the table knows every status, and every class but the one only the journal tells', () => {
    const statuses = new Set(rows.flatMap(([, row, now]) => (row === null ? [] : [statusOf(row, now)])));
    expect([...statuses].sort()).toEqual([...STATUSES].filter((one) => one !== 'lifting').sort());
    const classes = new Set(rows.flatMap(([, , , listed, unlisted]) => [listed, unlisted]));
    expect(LIST_CLASSES.filter((one) => !classes.has(one))).toEqual(['remembered']);
    expect(Object.keys(noCounts())).toEqual([...LIST_CLASSES]);
  });
});

describe('too many missing', () => {
  it.each([
    [1, 1, false],
    [20, 20, false],
    [21, 21, true],
    [21, 104, true],
    [21, 105, false],
    [900, 64_000, false],
    [13_000, 64_000, true],
  ])('%d of %d open rows: %s', (missing, open, is) => {
    expect(areTooManyMissing(missing, open)).toBe(is);
  });
});
