import type { Direction, RequestAnswer, RequestError, UserResult } from './answers.ts';
import type { CallKind, OutcomeClass, OutcomeReason, OutcomeRow } from './outcome-table.ts';
import { outcomeRow } from './outcome-table.ts';

/** What an answer means for what we do next; see `outcome-table.ts` for the classes. */
export interface Outcome {
  class: OutcomeClass;
  reason: OutcomeReason;
  /** false: Meta may or may not have done it. Settle `actual` as unknown and never arm or drop on it without reading the list. */
  certain: boolean;
  /** Least time before the next call, ms; 0 = the caller's own backoff decides. */
  waitMs: number;
  /** An operator should hear of it. */
  alarm: boolean;
}

/**
 * A whole call. `size` is its number of users: what splits a batch is, for a single user, that user's own outcome.
 * For an answer per user this says what holds for the number beside them (`done`, or a pause or halt that came along).
 */
export function outcomeOfRequest(answer: RequestAnswer, call: CallKind, size = 0): Outcome {
  switch (answer.kind) {
    case 'page':
      return ok;
    case 'no-answer':
      return ofSilence(answer, call);
    case 'refused': {
      return wait(
        ofRefusal(answer.error, answer.http, call, size),
        answer.retryAfterMs,
        answer.usage.regainMs,
      );
    }
    case 'answered': {
      const { requestError, http, retryAfterMs, usage } = answer;
      if (requestError === null && http !== 429) return ok;
      const beside = ofRefusal(requestError ?? noCode, http, call, size);
      const concernsNumber =
        beside.class === 'halt' ||
        beside.class === 'pause' ||
        beside.class === 'shrink' ||
        beside.class === 'full';
      return concernsNumber ? wait({ ...beside, certain: true }, retryAfterMs, usage?.regainMs ?? 0) : ok;
    }
  }
}

/** One user's own result. */
export function outcomeOfUser(result: UserResult, direction: Direction): Outcome {
  switch (result.kind) {
    case 'ok':
      return ok;
    case 'missing':
      return { class: 'verify', reason: 'missing', certain: false, waitMs: 0, alarm: false };
    case 'invalid':
      return { class: 'drop', reason: 'invalid-user', certain: true, waitMs: 0, alarm: true };
    case 'failed': {
      const row = result.code === null ? undefined : outcomeRow(result.code);
      if (row === undefined) return result.transient ? internal : unknown;
      if (result.transient && row.user === 'halt') return internal;
      return ofRow(row, direction === 'lift' ? (row.lift ?? row.user) : row.user);
    }
  }
}

const ok: Outcome = { class: 'done', reason: 'ok', certain: true, waitMs: 0, alarm: false };
const internal: Outcome = { class: 'retry', reason: 'internal', certain: false, waitMs: 0, alarm: false };
/** Codes nobody documented are retried, slowly and audibly: giving up on a lift would keep somebody out for good. */
const unknown: Outcome = {
  class: 'retry',
  reason: 'unknown-code',
  certain: false,
  waitMs: 60_000,
  alarm: true,
};
const rateLimited: Outcome = {
  class: 'pause',
  reason: 'rate-limit',
  certain: true,
  waitMs: 60_000,
  alarm: false,
};
const unauthorized: Outcome = { class: 'halt', reason: 'auth', certain: true, waitMs: 0, alarm: true };
const noCode: RequestError = { code: null, details: '', transient: false };

function ofRefusal(error: RequestError, http: number, call: CallKind, size: number): Outcome {
  // Meta gives a wrong proof the code of a wrong value: nobody in the batch is to blame, the app secret is.
  if (/appsecret_proof/i.test(error.details)) return unauthorized;
  const row = error.code === null ? undefined : outcomeRow(error.code);
  if (row === undefined) {
    if (http === 429) return rateLimited;
    if (http === 401 && !error.transient) return unauthorized;
    const outcome = http >= 500 || error.transient ? internal : unknown;
    return call === 'list' ? { ...outcome, certain: true } : outcome;
  }
  const requested = call === 'list' ? (row.list ?? row.request) : row.request;
  // Only a block needs room.
  if (requested === 'full' && call === 'lift') return ofRow(row, 'retry');
  // Meta at times calls even a missing permission temporary; then it is no reason to stop everything.
  if (requested === 'halt' && error.transient) return internal;
  if (requested === 'bisect' && call !== 'list' && size <= 1) {
    return ofRow(row, call === 'lift' ? (row.lift ?? row.user) : row.user);
  }
  // A 429 is about the rate, whatever else the code may mean.
  if (http === 429 && (requested === 'retry' || requested === 'verify')) return rateLimited;
  const outcome = ofRow(row, requested);
  // Reading changes nothing, so a failed reading leaves nothing in doubt.
  return call === 'list' ? { ...outcome, certain: true } : outcome;
}

function ofSilence(
  answer: { cause: string; sent: boolean; retryAfterMs: number | null },
  call: CallKind,
): Outcome {
  const waitMs = answer.retryAfterMs ?? 0;
  if (!answer.sent) return { class: 'retry', reason: 'unreachable', certain: true, waitMs, alarm: false };
  if (call === 'list') return { class: 'retry', reason: 'no-answer', certain: true, waitMs, alarm: false };
  return { class: 'verify', reason: 'no-answer', certain: false, waitMs, alarm: false };
}

function ofRow(row: OutcomeRow, found: OutcomeClass): Outcome {
  return {
    class: found,
    reason: row.reason,
    certain: row.mayHaveApplied !== true && found !== 'verify',
    waitMs: row.waitMs ?? 0,
    alarm: row.alarm ?? found === 'halt',
  };
}

/** `Retry-After` always counts; the regain time covers all of the app's uses, so only when it is the rate that stopped us. */
function wait(outcome: Outcome, retryAfterMs: number | null, regainMs: number): Outcome {
  const throttled = outcome.class === 'pause' || outcome.class === 'shrink';
  return { ...outcome, waitMs: Math.max(outcome.waitMs, retryAfterMs ?? 0, throttled ? regainMs : 0) };
}
