import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Direction, RequestAnswer, UserResult } from '../../src/blocker/answers.ts';
import type { CallKind, OutcomeClass, OutcomeReason } from '../../src/blocker/outcome-table.ts';
import { OUTCOME_TABLE, outcomeRow } from '../../src/blocker/outcome-table.ts';
import { outcomeOfRequest, outcomeOfUser } from '../../src/blocker/outcome.ts';
import type { BatchAnswer, ListAnswer } from '../../src/whatsapp/answers.ts';
import type { TargetResult } from '../../src/whatsapp/match-results.ts';

// The blocker declares what it needs; the client's answers must fit without a cast.
const fits = (answer: BatchAnswer | ListAnswer, result: TargetResult): [RequestAnswer, UserResult] => [
  answer,
  result,
];

type Refusal = Partial<{ http: number; transient: boolean; retryAfterMs: number; regainMs: number }>;
const refused = (code: number | null, more: Refusal = {}): RequestAnswer => ({
  kind: 'refused',
  http: more.http ?? 400,
  error: { code, details: '', transient: more.transient ?? false },
  retryAfterMs: more.retryAfterMs ?? null,
  usage: { percent: null, regainMs: more.regainMs ?? 0 },
});
const failed = (code: number | null, transient = false): UserResult => ({
  kind: 'failed',
  code,
  details: '',
  transient,
});

/** code, a batch of many, a listing, one user blocked, one user lifted, reason, certain? */
type Row = [number, OutcomeClass, OutcomeClass, OutcomeClass, OutcomeClass, OutcomeReason, boolean];
const rows: Row[] = [
  [0, 'halt', 'halt', 'halt', 'halt', 'auth', true],
  [1, 'retry', 'retry', 'retry', 'retry', 'internal', false],
  [2, 'retry', 'retry', 'retry', 'retry', 'internal', false],
  [3, 'halt', 'halt', 'halt', 'halt', 'permission', true],
  [4, 'pause', 'pause', 'retry', 'retry', 'rate-limit', true],
  [10, 'halt', 'halt', 'halt', 'halt', 'permission', true],
  [17, 'pause', 'pause', 'retry', 'retry', 'rate-limit', true],
  [32, 'pause', 'pause', 'retry', 'retry', 'rate-limit', true],
  [33, 'halt', 'halt', 'halt', 'halt', 'configuration', true],
  [100, 'bisect', 'halt', 'drop', 'drop', 'invalid-user', true],
  [102, 'halt', 'halt', 'halt', 'halt', 'auth', true],
  [190, 'halt', 'halt', 'halt', 'halt', 'auth', true],
  [200, 'halt', 'halt', 'halt', 'halt', 'permission', true],
  [250, 'halt', 'halt', 'halt', 'halt', 'permission', true],
  [299, 'halt', 'halt', 'halt', 'halt', 'permission', true],
  [341, 'pause', 'pause', 'retry', 'retry', 'rate-limit', true],
  [368, 'halt', 'halt', 'halt', 'halt', 'account', true],
  [613, 'pause', 'pause', 'retry', 'retry', 'rate-limit', true],
  [80_000, 'pause', 'pause', 'retry', 'retry', 'rate-limit', true],
  [80_007, 'pause', 'pause', 'retry', 'retry', 'rate-limit', true],
  [80_008, 'pause', 'pause', 'retry', 'retry', 'rate-limit', true],
  [80_014, 'pause', 'pause', 'retry', 'retry', 'rate-limit', true],
  [130_429, 'shrink', 'pause', 'retry', 'retry', 'batch-too-large', true],
  [131_000, 'retry', 'retry', 'retry', 'retry', 'internal', false],
  [131_005, 'halt', 'halt', 'halt', 'halt', 'permission', true],
  [131_008, 'bisect', 'halt', 'drop', 'drop', 'invalid-user', true],
  [131_009, 'bisect', 'halt', 'drop', 'drop', 'invalid-user', true],
  [131_016, 'retry', 'retry', 'retry', 'retry', 'internal', false],
  [131_021, 'bisect', 'halt', 'drop', 'drop', 'own-number', true],
  [131_031, 'halt', 'halt', 'halt', 'halt', 'account', true],
  [131_047, 'bisect', 'retry', 'arm', 'verify', 'outside-window', true],
  [131_057, 'pause', 'pause', 'retry', 'retry', 'maintenance', true],
  [133_004, 'retry', 'retry', 'retry', 'retry', 'internal', false],
  [133_010, 'halt', 'halt', 'halt', 'halt', 'configuration', true],
  [139_100, 'verify', 'retry', 'verify', 'verify', 'partial', false],
  [139_101, 'full', 'retry', 'full', 'retry', 'list-full', true],
  [139_102, 'retry', 'restart', 'retry', 'retry', 'list-changed', true],
  [139_103, 'retry', 'retry', 'retry', 'retry', 'internal', false],
];

describe('the outcome table', () => {
  it.each(rows)(
    '%d: batch %s, listing %s, block %s, lift %s',
    (code, batch, list, block, lift, reason, certain) => {
      expect(outcomeOfRequest(refused(code), 'block', 200)).toMatchObject({ class: batch, reason, certain });
      expect(outcomeOfRequest(refused(code), 'lift', 200)).toMatchObject({
        class: batch === 'full' ? 'retry' : batch,
        reason,
      });
      expect(outcomeOfRequest(refused(code), 'list')).toMatchObject({ class: list, reason, certain: true });
      expect(outcomeOfUser(failed(code), 'block')).toMatchObject({ class: block, reason, certain });
      expect(outcomeOfUser(failed(code), 'lift')).toMatchObject({
        class: lift,
        reason,
        certain: certain && lift !== 'verify',
      });
    },
  );

  it('has a case above for every row, and no code in two rows', () => {
    for (const { codes } of OUTCOME_TABLE) {
      const [from, to] = typeof codes === 'number' ? [codes, codes] : codes;
      expect(rows.some(([code]) => from <= code && code <= to)).toBe(true);
      expect(OUTCOME_TABLE.filter((row) => row === outcomeRow(from) || row === outcomeRow(to))).toHaveLength(
        1,
      );
    }
  });

  it('tells an operator about every halt, a full list and one’s own number', () => {
    for (const [code, batch] of rows) {
      const { alarm } = outcomeOfRequest(refused(code), 'block', 200);
      expect(alarm).toBe(batch === 'halt' || code === 139_101 || code === 131_021);
    }
  });

  it('waits a least time where hurrying is pointless', () => {
    const waitMs = (code: number) => outcomeOfRequest(refused(code), 'block', 200).waitMs;
    expect([4, 80_007, 130_429, 131_057, 139_101, 2].map(waitMs)).toEqual([
      60_000, 60_000, 5_000, 90_000, 900_000, 0,
    ]);
  });
});

describe('outcomeOfRequest', () => {
  it.each([
    [100, 'block', 'drop', 'invalid-user'],
    [131_009, 'lift', 'drop', 'invalid-user'],
    [131_021, 'block', 'drop', 'own-number'],
    [131_047, 'block', 'arm', 'outside-window'],
    [131_047, 'lift', 'verify', 'outside-window'],
  ] as const)(
    'what splits a batch is the outcome of a user alone: %d on %s is %s',
    (code, direction, found, reason) => {
      expect(outcomeOfRequest(refused(code), direction, 2)).toMatchObject({ class: 'bisect', reason });
      expect(outcomeOfRequest(refused(code), direction, 1)).toMatchObject({ class: found, reason });
      expect(outcomeOfRequest(refused(code), direction, 1)).toEqual(outcomeOfUser(failed(code), direction));
    },
  );

  it.each<[string, number | null, Refusal, CallKind, OutcomeClass, OutcomeReason, boolean]>([
    ['a 5xx without code', null, { http: 500 }, 'block', 'retry', 'internal', false],
    ['a 5xx with an unknown code', 999_999, { http: 503 }, 'lift', 'retry', 'internal', false],
    ['a temporary unknown code', 999_999, { transient: true }, 'block', 'retry', 'internal', false],
    [
      'a temporary missing permission',
      10,
      { http: 403, transient: true },
      'block',
      'retry',
      'internal',
      false,
    ],
    ['a temporary rate limit', 4, { transient: true }, 'block', 'pause', 'rate-limit', true],
    ['a 429 without code', null, { http: 429 }, 'block', 'pause', 'rate-limit', true],
    ['a 429 with an unknown code', 999_999, { http: 429 }, 'list', 'pause', 'rate-limit', true],
    ['a 429 with an internal code', 2, { http: 429 }, 'block', 'pause', 'rate-limit', true],
    ['a 429 with an expired token', 190, { http: 429 }, 'block', 'halt', 'auth', true],
    ['a 401 without code', null, { http: 401 }, 'block', 'halt', 'auth', true],
    ['a 403 without code', null, { http: 403 }, 'block', 'retry', 'unknown-code', false],
    ['an unknown code', 999_999, {}, 'block', 'retry', 'unknown-code', false],
    ['an error under 200', 999_999, { http: 200 }, 'lift', 'retry', 'unknown-code', false],
    ['an unknown code on a listing', 999_999, {}, 'list', 'retry', 'unknown-code', true],
    ['a 5xx on a listing', null, { http: 500 }, 'list', 'retry', 'internal', true],
  ])('%s', (_name, code, more, call, found, reason, certain) => {
    expect(outcomeOfRequest(refused(code, more), call, 200)).toMatchObject({ class: found, reason, certain });
  });

  it('retries unknown codes slowly and audibly', () => {
    expect(outcomeOfRequest(refused(999_999), 'lift', 1)).toMatchObject({ waitMs: 60_000, alarm: true });
  });

  it('honours Retry-After everywhere, and the regain time where the rate stopped us', () => {
    const waitMs = (code: number, more: Refusal) =>
      outcomeOfRequest(refused(code, more), 'block', 200).waitMs;
    expect(waitMs(2, { retryAfterMs: 7_000 })).toBe(7_000);
    expect(waitMs(4, { retryAfterMs: 7_000 })).toBe(60_000);
    expect(waitMs(4, { retryAfterMs: 90_000, regainMs: 1_140_000 })).toBe(1_140_000);
    expect(waitMs(130_429, { regainMs: 120_000 })).toBe(120_000);
    expect(waitMs(2, { regainMs: 1_140_000 })).toBe(0);
  });

  it.each(['timeout', 'reset', 'garbled', 'too-large'])(
    '%s: verify after a change, retry after a listing',
    (cause) => {
      const answer: RequestAnswer = { kind: 'no-answer', cause, sent: true, retryAfterMs: 3_000 };
      for (const call of ['block', 'lift'] as const) {
        expect(outcomeOfRequest(answer, call, 5)).toEqual({
          class: 'verify',
          reason: 'no-answer',
          certain: false,
          waitMs: 3_000,
          alarm: false,
        });
      }
      expect(outcomeOfRequest(answer, 'list')).toMatchObject({ class: 'retry', certain: true });
    },
  );

  it('is certain that nothing happened when no connection came about', () => {
    const answer: RequestAnswer = {
      kind: 'no-answer',
      cause: 'unreachable',
      sent: false,
      retryAfterMs: null,
    };
    expect(outcomeOfRequest(answer, 'block', 5)).toMatchObject({
      class: 'retry',
      reason: 'unreachable',
      certain: true,
    });
  });

  it('leaves an answer per user to its users, except for what concerns the number', () => {
    const answered = (code: number | null, http = 400): RequestAnswer => ({
      kind: 'answered',
      http,
      requestError: code === null ? null : { code, details: '', transient: false },
      retryAfterMs: 90_000,
      usage: null,
    });
    expect(outcomeOfRequest(answered(null, 200), 'block', 5)).toMatchObject({ class: 'done', waitMs: 0 });
    expect(outcomeOfRequest(answered(139_100), 'block', 5)).toMatchObject({ class: 'done', alarm: false });
    expect(outcomeOfRequest(answered(131_047), 'block', 5)).toMatchObject({ class: 'done' });
    expect(outcomeOfRequest(answered(4), 'block', 5)).toMatchObject({ class: 'pause', waitMs: 90_000 });
    expect(outcomeOfRequest(answered(130_429), 'block', 5)).toMatchObject({ class: 'shrink' });
    expect(outcomeOfRequest(answered(190), 'lift', 5)).toMatchObject({ class: 'halt', alarm: true });
    expect(outcomeOfRequest(answered(null, 429), 'lift', 5)).toMatchObject({ class: 'pause' });
  });

  it('takes a page as done', () => {
    expect(outcomeOfRequest({ kind: 'page' }, 'list')).toMatchObject({ class: 'done' });
  });
});

describe('outcomeOfUser', () => {
  it.each<[string, UserResult, OutcomeClass, OutcomeReason, boolean]>([
    ['ok', { kind: 'ok' }, 'done', 'ok', true],
    ['missing', { kind: 'missing' }, 'verify', 'missing', false],
    ['invalid', { kind: 'invalid', details: '' }, 'drop', 'invalid-user', true],
    ['failed without code', failed(null), 'retry', 'unknown-code', false],
    ['failed with an unknown code', failed(999_999), 'retry', 'unknown-code', false],
    ['failed temporarily', failed(999_999, true), 'retry', 'internal', false],
    ['failed temporarily for a permission', failed(10, true), 'retry', 'internal', false],
  ])('%s', (_name, result, found, reason, certain) => {
    for (const direction of ['block', 'lift'] as const) {
      expect(outcomeOfUser(result, direction)).toMatchObject({ class: found, reason, certain });
    }
  });
});

describe('for any code and status', () => {
  const answers = fc.record({
    code: fc.option(fc.oneof(fc.integer(), fc.constantFrom(...rows.map(([code]) => code)))),
    http: fc.integer({ min: 200, max: 599 }),
    transient: fc.boolean(),
    direction: fc.constantFrom<Direction>('block', 'lift'),
    size: fc.integer({ min: 0, max: 1_000 }),
  });

  it('never settles a refusal as done, never gives up on what may have happened, never lifts by arming', () => {
    fc.assert(
      fc.property(answers, ({ code, http, transient, direction, size }) => {
        const request = outcomeOfRequest(refused(code, { http, transient }), direction, size);
        const user = outcomeOfUser(failed(code, transient), direction);
        for (const outcome of [request, user]) {
          expect(outcome.class).not.toBe('done');
          expect(outcome.class).not.toBe('restart');
          if (outcome.class === 'arm' || outcome.class === 'drop') expect(outcome.certain).toBe(true);
          if (outcome.class === 'arm') expect(direction).toBe('block');
          if (outcome.class === 'verify') expect(outcome.certain).toBe(false);
        }
        for (const splitting of ['bisect', 'shrink', 'pause'] as const)
          expect(user.class).not.toBe(splitting);
      }),
      { numRuns: 2_000 },
    );
  });

  it('the client’s answers are what the blocker reads', () => {
    expect(fits).toBeInstanceOf(Function);
  });
});
