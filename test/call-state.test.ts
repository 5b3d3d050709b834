import { describe, expect, it } from '@jest/globals';
import type { NumberControl } from '../src/blocker/number-control.ts';
import { FREE_CONTROL } from '../src/blocker/number-control.ts';
import { callState } from '../src/call-state.ts';
import { MINUTE, NOON } from './core/builders.ts';

const soon = NOON + MINUTE;
const pace = { percent: 93.4, at: NOON, until: soon };
const halted = { since: NOON, code: 190, reason: 'auth', probeAt: soon, probes: 0 } as const;

describe('callState', () => {
  it.each<[string, Partial<NumberControl>, ReturnType<typeof callState>]>([
    ['nothing in the way', {}, { state: 'free', reason: null, until: null }],
    [
      'what is over',
      { backoffUntil: NOON, fullUntil: NOON, pace: { ...pace, until: NOON } },
      { state: 'free', reason: null, until: null },
    ],
    ['a quota', { pace }, { state: 'slowed', reason: "93 % of Meta's quota used", until: soon }],
    ['a full list', { pace, fullUntil: soon }, { state: 'full', reason: 'list-full', until: soon }],
    [
      'failures',
      { fullUntil: soon, backoffUntil: soon, backoffReason: 'rate-limit' },
      { state: 'resting', reason: 'rate-limit', until: soon },
    ],
    ['a halt', { backoffUntil: soon, halted }, { state: 'paused', reason: 'auth, code 190', until: soon }],
  ])('%s', (_, control, expected) => {
    expect(callState({ ...FREE_CONTROL, ...control }, NOON)).toEqual(expected);
  });
});
