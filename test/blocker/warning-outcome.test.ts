import { describe, expect, it } from '@jest/globals';
import type { WarningOutcome } from '../../src/blocker/warning-outcome.ts';
import { outcomeOfSend, WARNING_OUTCOMES } from '../../src/blocker/warning-outcome.ts';
import type { FaultPlan } from '../../src/simulator/faults.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { createMessageApi } from '../../src/whatsapp/message-api.ts';
import { HOUR, MINUTE } from '../core/builders.ts';

const NUMBER = '100000000000010';

/** What becomes of a warning when the messages edge behaves like that. */
async function outcomeUnder(fault: FaultPlan['fault']): Promise<WarningOutcome> {
  const simulator = await startSimulator();
  try {
    simulator.control.addFault({ edge: 'messages', fault });
    const api = createMessageApi({
      graphUrl: simulator.url,
      version: 'v25.0',
      token: () => 'token',
      appSecret: () => null,
      timeoutMs: fault.kind === 'hang' ? 200 : 10_000,
    });
    return outcomeOfSend(await api.sendText(NUMBER, { user: '+15550100123' }, 'hi'));
  } finally {
    await simulator.close();
  }
}

type Row = [code: number, result: string, reason: string, offMs: number, alarm: boolean];
const ROWS: Row[] = [
  [131_056, 'refused', 'pair-rate', 0, false],
  [130_403, 'refused', 'blocked', 0, false],
  [131_047, 'refused', 'outside-window', 0, false],
  [131_026, 'refused', 'undeliverable', 0, false],
  [131_021, 'refused', 'invalid', 0, true],
  [100, 'refused', 'invalid', 0, true],
  [131_008, 'refused', 'invalid', 0, true],
  [131_009, 'refused', 'invalid', 0, true],
  [131_051, 'refused', 'invalid', 0, true],
  [131_042, 'refused', 'billing', HOUR, true],
  [131_045, 'refused', 'configuration', HOUR, true],
  [131_048, 'refused', 'spam-limit', HOUR, true],
  [131_064, 'refused', 'spam-limit', HOUR, true],
  [131_031, 'refused', 'account', HOUR, true],
  [368, 'refused', 'account', HOUR, true],
  [33, 'refused', 'configuration', HOUR, true],
  [133_010, 'refused', 'configuration', HOUR, true],
  [3, 'refused', 'permission', HOUR, true],
  [10, 'refused', 'permission', HOUR, true],
  [200, 'refused', 'permission', HOUR, true],
  [131_005, 'refused', 'permission', HOUR, true],
  [0, 'refused', 'auth', 5 * MINUTE, true],
  [102, 'refused', 'auth', 5 * MINUTE, true],
  [190, 'refused', 'auth', 5 * MINUTE, true],
  [4, 'refused', 'rate-limit', MINUTE, false],
  [17, 'refused', 'rate-limit', MINUTE, false],
  [32, 'refused', 'rate-limit', MINUTE, false],
  [341, 'refused', 'rate-limit', MINUTE, false],
  [613, 'refused', 'rate-limit', MINUTE, false],
  [80_007, 'refused', 'rate-limit', MINUTE, false],
  [130_429, 'refused', 'rate-limit', MINUTE, false],
  [131_057, 'refused', 'maintenance', 1.5 * MINUTE, false],
  [1, 'unknown', 'internal', 0, false],
  [2, 'unknown', 'internal', 0, false],
  [131_000, 'unknown', 'internal', 0, false],
  [131_016, 'unknown', 'internal', 0, false],
  [133_004, 'unknown', 'internal', 0, false],
];

describe('what Meta answers to a warning', () => {
  it.each(ROWS)('%d is %s, %s, off for %d ms, alarm %p', async (code, result, reason, offMs, alarm) => {
    expect(await outcomeUnder({ kind: 'error', code })).toEqual({ result, reason, code, offMs, alarm });
  });

  it('has one test for each row of the table', () => {
    const covered = WARNING_OUTCOMES.filter(
      ({ codes }) =>
        ROWS.filter(([code]) =>
          typeof codes === 'number' ? codes === code : codes[0] <= code && code <= codes[1],
        ).length !== 1,
    );
    expect(covered).toEqual([]);
  });

  it.each<[string, FaultPlan['fault'], Partial<WarningOutcome>]>([
    ['a hang', { kind: 'hang' }, { result: 'unknown', reason: 'no-answer' }],
    ['a reset', { kind: 'reset' }, { result: 'unknown', reason: 'no-answer' }],
    ['a page of HTML', { kind: 'html' }, { result: 'unknown', reason: 'no-answer' }],
    ['a code nobody knows', { kind: 'error', code: 999_999 }, { reason: 'unknown-code', alarm: true }],
    [
      'a code nobody knows with 500',
      { kind: 'error', code: 999_999, status: 500 },
      { result: 'unknown', reason: 'internal' },
    ],
    [
      'a missing permission called temporary',
      { kind: 'error', code: 200, transient: true },
      { result: 'unknown', reason: 'internal', offMs: 0 },
    ],
    [
      'a wrong proof',
      { kind: 'error', code: 100, details: 'Invalid appsecret_proof provided in the API argument' },
      { result: 'refused', reason: 'auth', offMs: 5 * MINUTE },
    ],
    [
      'a rate limit with Retry-After',
      { kind: 'error', code: 130_429, retryAfterSeconds: 600 },
      { reason: 'rate-limit', offMs: 10 * MINUTE },
    ],
    [
      'a 429 of unknown code',
      { kind: 'error', code: 999_999, status: 429 },
      { reason: 'rate-limit', offMs: MINUTE },
    ],
  ])('%s', async (_, fault, outcome) => {
    expect(await outcomeUnder(fault)).toMatchObject(outcome);
  });

  it('that nobody listens is known not to have been sent', async () => {
    const gone = await startSimulator();
    await gone.close();
    const api = createMessageApi({
      graphUrl: gone.url,
      version: '',
      token: () => 'token',
      appSecret: () => null,
      timeoutMs: 1_000,
    });
    const answer = await api.sendText(NUMBER, { user: '+15550100123' }, 'hi');
    expect(outcomeOfSend(answer)).toMatchObject({ result: 'refused', reason: 'unreachable' });
  });
});
