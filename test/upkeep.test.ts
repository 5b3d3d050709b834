import { describe, expect, it } from '@jest/globals';
import type { ReconcileReport } from '../src/core/ledger/classify.ts';
import { noCounts } from '../src/core/ledger/classify.ts';
import type { Reconciled } from '../src/store/listing-store.ts';
import { exportProblems, reconcileProblems, warningProblems } from '../src/upkeep.ts';
import { HOUR, MINUTE, NOON } from './core/builders.ts';

const report = (suspended = 0): ReconcileReport => ({
  ...{ at: NOON, listed: 0, unreadable: 0, counts: noCounts(), suspended },
});
const failure = (at: number): Reconciled['failure'] => ({ at, reason: 'auth', code: 190 });

describe('what needs a person', () => {
  it.each<[string, Reconciled, RegExp | null]>([
    ['nothing compared yet', { report: null, failure: null }, null],
    ['all well', { report: report(), failure: null }, null],
    ['one failure', { report: report(), failure: failure(NOON + HOUR) }, null],
    ['failing for hours', { report: report(), failure: failure(NOON + 4 * HOUR) }, /cannot be read \(auth\)/],
    ['never read', { report: null, failure: failure(NOON) }, /cannot be read/],
    ['too many missing', { report: report(30), failure: null }, /^30 blocks of 1 are gone/],
  ])('%s', (_, reconciled, problem) => {
    const problems = reconcileProblems([{ phoneNumberId: '1', reconciled }]);
    expect(problems).toEqual(problem === null ? [] : [expect.stringMatching(problem)]);
  });

  it('an export that cannot be written', () => {
    expect(exportProblems({ last: null, failure: null })).toEqual([]);
    const failing = { last: null, failure: { at: NOON, process: 'a/1', message: 'ENOSPC' } };
    expect(exportProblems(failing)).toEqual([expect.stringContaining('a/1 cannot be written: ENOSPC')]);
  });

  it.each([
    [null, []],
    [{ since: NOON, until: NOON + MINUTE, reason: 'rate-limit', code: 4 }, []],
    [
      { since: NOON, until: NOON + HOUR, reason: 'billing', code: 131_042 },
      [expect.stringMatching(/^Nobody is warned for 1 until 2026-10-14T13:00.*billing, code 131042/)],
    ],
  ])('warnings that Meta does not send: %j', (warningsOff, problems) => {
    expect(warningProblems([{ phoneNumberId: '1', warningsOff }])).toEqual(problems);
  });
});
