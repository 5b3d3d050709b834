import { describe, expect, it } from '@jest/globals';
import { backoffMs } from '../../src/blocker/backoff.ts';
import { controlAfter, probeFailed } from '../../src/blocker/control.ts';
import type { OutcomeClass } from '../../src/blocker/outcome-table.ts';
import type { Outcome } from '../../src/blocker/outcome.ts';
import type { NumberControl } from '../../src/blocker/number-control.ts';
import { FREE_CONTROL } from '../../src/blocker/number-control.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND } from '../core/builders.ts';

const outcome = (of: OutcomeClass, waitMs = 0): Outcome => ({
  class: of,
  reason: 'internal',
  certain: true,
  waitMs,
  alarm: false,
});
const about = { code: 7, size: 100, configured: 200, now: NOON, random: 0 };
const strained: NumberControl = { ...FREE_CONTROL, backoffUntil: NOON, failures: 3, batchSize: 25 };
const resting = { failures: 4, backoffUntil: NOON + MINUTE, backoffReason: 'internal' } as const;

describe('backoffMs', () => {
  it.each([
    [0, SECOND],
    [1, SECOND],
    [2, 2 * SECOND],
    [5, 16 * SECOND],
    [10, 5 * MINUTE],
    [1_000, 5 * MINUTE],
  ])('after %d failures is %d ms, up to half as long again', (failures, ms) => {
    expect(backoffMs(failures, 0)).toBe(ms);
    expect(backoffMs(failures, 0.999)).toBeLessThanOrEqual(ms * 1.5);
    expect(backoffMs(failures, 0.5)).toBe(ms * 1.25);
  });

  it('is never shorter than asked for', () => {
    expect(backoffMs(1, 0, MINUTE)).toBe(MINUTE);
    expect(backoffMs(10, 0, MINUTE)).toBe(5 * MINUTE);
    expect(backoffMs(1, 0, 40 * MINUTE)).toBe(40 * MINUTE);
  });

  it('is never longer than an hour and the jitter, whatever Meta asks for', () => {
    expect(backoffMs(1, 0, DAY)).toBe(HOUR);
    expect(backoffMs(1, 0.999, DAY)).toBeLessThanOrEqual(HOUR + 2.5 * MINUTE);
  });
});

describe('controlAfter', () => {
  it.each<[OutcomeClass, NumberControl]>([
    ['done', { ...FREE_CONTROL, batchSize: 50 }],
    [
      'halt',
      {
        ...strained,
        halted: { since: NOON, code: 7, reason: 'internal', probeAt: NOON + 30 * SECOND, probes: 0 },
      },
    ],
    ['pause', { ...strained, ...resting }],
    ['shrink', { ...strained, ...resting, batchSize: 50 }],
    ['bisect', { ...strained, batchSize: 50 }],
    ['retry', { ...strained, ...resting }],
    ['restart', { ...strained, ...resting }],
    ['verify', { ...strained, ...resting }],
    ['full', { ...FREE_CONTROL, batchSize: 25, fullUntil: NOON + MINUTE }],
    ['arm', strained],
    ['drop', strained],
  ])('%s', (of, expected) => {
    expect(controlAfter(strained, outcome(of, MINUTE), about)).toEqual(expected);
  });

  it('a success doubles the batch up to the configured size', () => {
    const sizes = [25, 50, 99, 100].map(
      (batchSize) => controlAfter({ ...strained, batchSize }, outcome('done'), about).batchSize,
    );
    expect(sizes).toEqual([50, 100, 198, null]);
    expect(controlAfter(FREE_CONTROL, outcome('done'), about)).toEqual(FREE_CONTROL);
  });

  it('a batch never gets smaller than one user', () => {
    expect(controlAfter(strained, outcome('bisect'), { ...about, size: 1 }).batchSize).toBe(1);
    expect(controlAfter(strained, outcome('shrink'), { ...about, size: 3 }).batchSize).toBe(1);
  });
});

describe('probeFailed', () => {
  it('doubles the pause up to ten minutes', () => {
    let control = controlAfter(FREE_CONTROL, outcome('halt'), about);
    const pauses = Array.from({ length: 7 }, () => {
      control = probeFailed(control, NOON);
      return ((control.halted?.probeAt ?? 0) - NOON) / SECOND;
    });
    expect(pauses).toEqual([60, 120, 240, 480, 600, 600, 600]);
    expect(control.halted).toMatchObject({ since: NOON, code: 7, probes: 7 });
  });

  it('means nothing for a number that is not halted', () => {
    expect(probeFailed(strained, NOON)).toBe(strained);
  });
});
