import type { SendAnswer } from '../whatsapp/message-api.ts';

/** Why a warning was not sent, or may not have been, as a low-cardinality word for metrics and screens. */
export type WarningReason =
  | 'ok'
  | 'pair-rate'
  | 'blocked'
  | 'outside-window'
  | 'undeliverable'
  | 'billing'
  | 'spam-limit'
  | 'rate-limit'
  | 'maintenance'
  | 'auth'
  | 'permission'
  | 'account'
  | 'configuration'
  | 'invalid'
  | 'internal'
  | 'no-answer'
  | 'unreachable'
  | 'unknown-code';

/** A warning is never sent again, whatever came of it: `unknown` = it may have been sent. */
export interface WarningOutcome {
  result: 'sent' | 'refused' | 'unknown';
  reason: WarningReason;
  code: number | null;
  /** No further warnings of this number for so long, ms; 0 = go on. */
  offMs: number;
  /** An operator should hear of it. */
  alarm: boolean;
}

export interface WarningRow {
  /** A code or an inclusive range. */
  codes: number | readonly [from: number, to: number];
  result: 'refused' | 'unknown';
  reason: WarningReason;
  /** @default 0 */
  offMs?: number;
  /** @default true where it switches off for an hour */
  alarm?: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const throttled = { result: 'refused', reason: 'rate-limit', offMs: MINUTE_MS } as const;
const internal = { result: 'unknown', reason: 'internal' } as const;
const off = { result: 'refused', offMs: HOUR_MS } as const;
const invalid = { result: 'refused', reason: 'invalid', alarm: true } as const;

/**
 * Every code of the Messages API that we act on, first match wins. What stops warnings never stops blocks: those find out by their own
 * next call whether Meta refuses them, too.
 */
export const WARNING_OUTCOMES: readonly WarningRow[] = [
  // About this receiver.
  { codes: 131_056, result: 'refused', reason: 'pair-rate' },
  { codes: 130_403, result: 'refused', reason: 'blocked' },
  { codes: 131_047, result: 'refused', reason: 'outside-window' },
  { codes: 131_026, result: 'refused', reason: 'undeliverable' },
  { codes: 131_021, ...invalid },
  { codes: 100, ...invalid },
  { codes: 131_008, ...invalid },
  { codes: 131_009, ...invalid },
  { codes: 131_051, ...invalid },
  // Meta does not send for this number: nothing to pay with, a certificate or registration that is not in order, too many complaints.
  { codes: 131_042, ...off, reason: 'billing' },
  { codes: 131_045, ...off, reason: 'configuration' },
  { codes: 131_048, ...off, reason: 'spam-limit' },
  { codes: 131_064, ...off, reason: 'spam-limit' },
  { codes: 131_031, ...off, reason: 'account' },
  { codes: 368, ...off, reason: 'account' },
  { codes: 33, ...off, reason: 'configuration' },
  { codes: 133_010, ...off, reason: 'configuration' },
  { codes: 3, ...off, reason: 'permission' },
  { codes: 10, ...off, reason: 'permission' },
  { codes: [200, 299], ...off, reason: 'permission' },
  { codes: 131_005, ...off, reason: 'permission' },
  // A renewed token should not wait for an hour.
  { codes: 0, ...off, reason: 'auth', offMs: 5 * MINUTE_MS, alarm: true },
  { codes: 102, ...off, reason: 'auth', offMs: 5 * MINUTE_MS, alarm: true },
  { codes: 190, ...off, reason: 'auth', offMs: 5 * MINUTE_MS, alarm: true },
  // Rate limits of app, user, account and number.
  { codes: 4, ...throttled },
  { codes: 17, ...throttled },
  { codes: 32, ...throttled },
  { codes: 341, ...throttled },
  { codes: 613, ...throttled },
  { codes: [80_000, 80_014], ...throttled },
  { codes: 130_429, ...throttled },
  { codes: 131_057, result: 'refused', reason: 'maintenance', offMs: 1.5 * MINUTE_MS },
  // Trouble at Meta, perhaps after the message was taken.
  { codes: 1, ...internal },
  { codes: 2, ...internal },
  { codes: 131_000, ...internal },
  { codes: 131_016, ...internal },
  { codes: 133_004, ...internal },
];

export function outcomeOfSend(answer: SendAnswer): WarningOutcome {
  switch (answer.kind) {
    case 'accepted':
      return { result: 'sent', reason: 'ok', code: null, offMs: 0, alarm: false };
    case 'no-answer':
      return answer.sent
        ? { result: 'unknown', reason: 'no-answer', code: null, offMs: 0, alarm: false }
        : { result: 'refused', reason: 'unreachable', code: null, offMs: 0, alarm: false };
    case 'refused': {
      const { error, http, retryAfterMs } = answer;
      const found = ofRefusal(error, http);
      const offMs = found.offMs === 0 ? 0 : Math.max(found.offMs, retryAfterMs ?? 0);
      return { ...found, code: error.code, offMs };
    }
  }
}

type Refusal = Extract<SendAnswer, { kind: 'refused' }>;

function ofRefusal(
  { code, details, transient }: Refusal['error'],
  http: number,
): Omit<WarningOutcome, 'code'> {
  // Meta gives a wrong proof the code of a wrong value: the app secret is to blame.
  const row = code === null || /appsecret_proof/i.test(details) ? undefined : rowOf(code);
  if (row !== undefined && !(transient && (row.offMs ?? 0) > MINUTE_MS)) {
    const { result, reason, offMs = 0, alarm = offMs >= HOUR_MS } = row;
    return { result, reason, offMs, alarm };
  }
  if (/appsecret_proof/i.test(details) || (http === 401 && !transient))
    return { ...off, reason: 'auth', offMs: 5 * MINUTE_MS, alarm: true };
  if (http === 429) return { ...throttled, alarm: false };
  if (http >= 500 || transient) return { ...internal, offMs: 0, alarm: false };
  return { result: 'refused', reason: 'unknown-code', offMs: 0, alarm: true };
}

const rowOf = (code: number): WarningRow | undefined =>
  WARNING_OUTCOMES.find(({ codes }) =>
    typeof codes === 'number' ? codes === code : codes[0] <= code && code <= codes[1],
  );
