import { describe, expect, it } from '@jest/globals';
import { lateProblem } from '../src/late-problem.ts';
import { NOON } from './core/builders.ts';

describe('lateProblem', () => {
  it('says how many, from when on, why, and what to do', () => {
    expect(lateProblem('100', { since: NOON, people: 12, firstAt: NOON, cause: 'list-full' })).toBe(
      "12 blocks of 100 may miss Meta's 24-hour limit, the next at 2026-10-14T12:00:00.000Z (list-full). " +
        "Meta's list has no room: see who is on it with cordon blocks list, and lift some. " +
        'Whoever is missed is blocked at their next message.',
    );
  });

  it.each([
    ['auth', 1, /^1 block of 100 .*cordon doctor/],
    ['quota', 2, /quota of calls/],
    ['backlog', 2, /BLOCK_BATCH_SIZE/],
    ['no-answer', 2, /cordon doctor/],
    ['internal', 0, /^Blocks of 100 .*nothing to do but wait/],
  ] as const)('%s of %d', (cause, people, expected) => {
    expect(lateProblem('100', { since: NOON, people, firstAt: NOON, cause })).toMatch(expected);
  });
});
