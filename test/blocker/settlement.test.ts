import { describe, expect, it } from '@jest/globals';
import { readAnswer } from '../../src/blocker/settlement.ts';
import type { Settlement } from '../../src/core/ledger/enforcement.ts';
import type { BatchAnswer } from '../../src/whatsapp/answers.ts';
import { MINUTE, NOON, SECOND } from '../core/builders.ts';

const usage = { percent: null, regainMs: 0, serverDateMs: null };
const refused = (code: number | null, http = 400): BatchAnswer => ({
  kind: 'refused',
  http,
  error: { code, subcode: null, details: 'details', transient: false, traceId: null },
  retryAfterMs: null,
  usage,
});
type Answered = Extract<BatchAnswer, { kind: 'answered' }>;
const answered = (...results: Answered['results'][number][]): BatchAnswer => ({
  kind: 'answered',
  http: 200,
  results,
  requestError: null,
  retryAfterMs: null,
  unrequested: 0,
  usage: null,
});
const failed = (code: number): Answered['results'][number] => ({
  kind: 'failed',
  code,
  details: 'why',
  transient: false,
});
const silent = (sent: boolean): BatchAnswer => ({
  kind: 'no-answer',
  cause: 'timeout',
  sent,
  http: null,
  code: null,
  retryAfterMs: null,
});
const read = (answer: BatchAnswer, direction: 'block' | 'lift', users = 1, failures = 0): Settlement[] =>
  readAnswer(
    answer,
    direction,
    Array.from({ length: users }, () => failures),
    NOON,
    () => 0,
  ).users.map(({ settlement }) => settlement);

describe('what an answer means for each user', () => {
  it('is read from each one’s own result', () => {
    const answer = answered(
      { kind: 'ok', waId: null, userId: null },
      failed(131_047),
      failed(131_021),
      failed(139_103),
      { kind: 'missing' },
      { kind: 'invalid', details: 'phone is not + and digits' },
    );
    expect(read(answer, 'block', 6)).toEqual([
      { kind: 'done' },
      { kind: 'armed' },
      { kind: 'refused', code: 131_021, detail: 'why', misnamed: false },
      { kind: 'unknown', at: NOON + SECOND },
      { kind: 'unknown', at: NOON },
      { kind: 'refused', code: null, detail: 'invalid-user', misnamed: true },
    ]);
  });

  it.each<[string, BatchAnswer, 'block' | 'lift', Settlement]>([
    ['131047 on a lift is not believed', answered(failed(131_047)), 'lift', { kind: 'unknown', at: NOON }],
    ['no connection: surely nothing happened', silent(false), 'block', { kind: 'retry', at: NOON + SECOND }],
    ['no answer: anything may have happened', silent(true), 'lift', { kind: 'unknown', at: NOON }],
    ['a bad token: nothing happened', refused(190, 401), 'block', { kind: 'retry', at: NOON }],
    ['a rate limit: nothing happened', refused(4), 'block', { kind: 'retry', at: NOON }],
    [
      'a server error: anything may have happened',
      refused(null, 500),
      'block',
      { kind: 'unknown', at: NOON + SECOND },
    ],
    [
      'an unknown code: slowly, and not believed',
      refused(987_654),
      'lift',
      { kind: 'unknown', at: NOON + MINUTE },
    ],
    [
      'a bad value, alone in its request',
      refused(100),
      'block',
      { kind: 'refused', code: 100, detail: 'details', misnamed: true },
    ],
  ])('%s', (_, answer, direction, settlement) => {
    expect(read(answer, direction)).toEqual([settlement]);
  });

  it('a bad value somewhere in a batch says nothing about each', () => {
    expect(read(refused(100), 'block', 2)).toEqual([
      { kind: 'retry', at: NOON },
      { kind: 'retry', at: NOON },
    ]);
  });

  it('waits longer the more often it failed', () => {
    expect(read(silent(false), 'block', 1, 4)).toEqual([{ kind: 'retry', at: NOON + 16 * SECOND }]);
  });
});
