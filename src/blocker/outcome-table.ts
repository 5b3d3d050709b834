import type { Direction } from './answers.ts';

/**
 * What to do next.
 *   done      the answer can be settled (a request: user by user)
 *   retry     the same again later
 *   drop      refused for good; settle as refused
 *   halt      stop calling for this number until an operator acted
 *   arm       cannot be blocked now; blocked at the sender's next message
 *   verify    read the list before acting again
 *   shrink    halve the batch and back off
 *   bisect    one entry spoils the request: split it, down to one user
 *   pause     rate limited: no call for this number for a while
 *   full      no room on the list: no block for this number for a while; lifts go on and make room
 *   restart   read the list again from its first page
 */
export type OutcomeClass =
  'done' | 'retry' | 'drop' | 'halt' | 'arm' | 'verify' | 'shrink' | 'bisect' | 'pause' | 'full' | 'restart';

/** Why, as a low-cardinality word for metrics and screens. */
export type OutcomeReason =
  | 'ok'
  | 'auth'
  | 'permission'
  | 'account'
  | 'configuration'
  | 'rate-limit'
  | 'batch-too-large'
  | 'list-full'
  | 'list-changed'
  | 'internal'
  | 'maintenance'
  | 'own-number'
  | 'outside-window'
  | 'invalid-user'
  | 'partial'
  | 'missing'
  | 'unreachable'
  | 'no-answer'
  | 'unknown-code';

export type CallKind = Direction | 'list';

export interface OutcomeRow {
  /** A code or an inclusive range. */
  codes: number | readonly [from: number, to: number];
  /** When the whole request is refused with it. `list` where the GET differs. */
  request: OutcomeClass;
  list?: OutcomeClass;
  /** When one user's entry carries it. `lift` where the DELETE differs. */
  user: OutcomeClass;
  lift?: OutcomeClass;
  reason: OutcomeReason;
  /** Meta may have done it all the same: until verified, what is true there is unknown. @default false */
  mayHaveApplied?: boolean;
  /** Least time before the next call, ms. @default 0, the caller's backoff decides */
  waitMs?: number;
  /** An operator should hear of it. @default true for `halt` */
  alarm?: boolean;
}

const MINUTE_MS = 60_000;
const throttled = { request: 'pause', user: 'retry', reason: 'rate-limit', waitMs: MINUTE_MS } as const;
const internal = { request: 'retry', user: 'retry', reason: 'internal', mayHaveApplied: true } as const;
const halted = { request: 'halt', user: 'halt' } as const;
const misfit = {
  request: 'bisect',
  list: 'halt',
  user: 'drop',
  reason: 'invalid-user',
} as const;

/** Every code we act on, first match wins. Codes that name one user `bisect` as a request: alone they are that user's own outcome. */
export const OUTCOME_TABLE: readonly OutcomeRow[] = [
  // The blocklist's own codes (Block Users page).
  { codes: 139_100, request: 'verify', list: 'retry', user: 'verify', reason: 'partial' },
  {
    codes: 139_101,
    request: 'full',
    list: 'retry',
    user: 'full',
    lift: 'retry',
    reason: 'list-full',
    waitMs: 15 * MINUTE_MS,
    alarm: true,
  },
  { codes: 139_102, request: 'retry', list: 'restart', user: 'retry', reason: 'list-changed' },
  { codes: 139_103, ...internal },
  {
    codes: 130_429,
    request: 'shrink',
    list: 'pause',
    user: 'retry',
    reason: 'batch-too-large',
    waitMs: 5_000,
  },
  { codes: 131_021, request: 'bisect', list: 'halt', user: 'drop', reason: 'own-number', alarm: true },
  // Unblocking knows no 24-hour window, though one page shows the code there: look at the list instead of believing it.
  { codes: 131_047, request: 'bisect', list: 'retry', user: 'arm', lift: 'verify', reason: 'outside-window' },
  // Rate limits of app, user, page and account. 80007 and 80008 are both given for the WhatsApp account.
  { codes: 4, ...throttled },
  { codes: 17, ...throttled },
  { codes: 32, ...throttled },
  { codes: 341, ...throttled },
  { codes: 613, ...throttled },
  { codes: [80_000, 80_014], ...throttled },
  // Trouble at Meta. It may strike after the list was changed.
  { codes: 1, ...internal },
  { codes: 2, ...internal },
  { codes: 131_000, ...internal },
  { codes: 131_016, ...internal },
  { codes: 133_004, ...internal },
  { codes: 131_057, request: 'pause', user: 'retry', reason: 'maintenance', waitMs: 1.5 * MINUTE_MS },
  // Nothing will work until somebody acts.
  { codes: 0, ...halted, reason: 'auth' },
  { codes: 102, ...halted, reason: 'auth' },
  { codes: 190, ...halted, reason: 'auth' },
  { codes: 3, ...halted, reason: 'permission' },
  { codes: 10, ...halted, reason: 'permission' },
  { codes: [200, 299], ...halted, reason: 'permission' },
  { codes: 131_005, ...halted, reason: 'permission' },
  { codes: 368, ...halted, reason: 'account' },
  { codes: 131_031, ...halted, reason: 'account' },
  { codes: 33, ...halted, reason: 'configuration' },
  { codes: 133_010, ...halted, reason: 'configuration' },
  // A value Meta does not take: somewhere in the batch, or this user (whose other identifier may still work).
  { codes: 100, ...misfit },
  { codes: 131_008, ...misfit },
  { codes: 131_009, ...misfit },
];

export function outcomeRow(code: number): OutcomeRow | undefined {
  return OUTCOME_TABLE.find(({ codes }) =>
    typeof codes === 'number' ? codes === code : codes[0] <= code && code <= codes[1],
  );
}
