/**
 * What Meta's error codes mean, for people: alarms, `status`, `doctor`. What to do about a code is decided in `blocker/outcome.ts`.
 * Sources: [BU] the Block Users page, [ERR] the WhatsApp error-code page, [GERR] Graph API error handling, [RL] Graph rate limiting.
 */
export interface ErrorCode {
  /** A code or an inclusive range. */
  codes: number | readonly [from: number, to: number];
  meaning: string;
  source: 'BU' | 'ERR' | 'GERR' | 'RL';
}

export const INVALID_PARAMETER = 100;
export const LIST_CHANGED = 139_102;

export const ERROR_CODES: readonly ErrorCode[] = [
  { codes: 0, meaning: 'the access token could not be authenticated', source: 'ERR' },
  { codes: 1, meaning: 'temporary failure or invalid request', source: 'ERR' },
  { codes: 2, meaning: 'temporarily unavailable', source: 'ERR' },
  { codes: 3, meaning: 'the app lacks the capability or permission', source: 'ERR' },
  { codes: 4, meaning: 'the app reached its call limit', source: 'ERR' },
  { codes: 10, meaning: 'permission missing or removed', source: 'ERR' },
  { codes: 17, meaning: 'the token’s user reached a call limit', source: 'GERR' },
  { codes: 32, meaning: 'page-level call limit', source: 'RL' },
  { codes: 33, meaning: 'no such phone number id, or no access to it', source: 'ERR' },
  { codes: 100, meaning: 'a parameter is invalid or misspelled', source: 'ERR' },
  { codes: 102, meaning: 'the session or token is invalid', source: 'GERR' },
  { codes: 190, meaning: 'the access token is invalid or expired', source: 'ERR' },
  { codes: [200, 299], meaning: 'a permission or the asset access is missing', source: 'ERR' },
  { codes: 341, meaning: 'the app reached a limit', source: 'GERR' },
  { codes: 368, meaning: 'temporarily blocked for policy violations', source: 'ERR' },
  { codes: 613, meaning: 'custom call limit reached', source: 'RL' },
  {
    codes: [80_000, 80_014],
    meaning: 'business use case call limit (80007 and 80008: this WhatsApp Business account)',
    source: 'RL',
  },
  { codes: 130_429, meaning: 'too many numbers in one request, or too many requests', source: 'BU' },
  { codes: 131_000, meaning: 'something went wrong at Meta', source: 'ERR' },
  { codes: 131_005, meaning: 'access denied', source: 'ERR' },
  { codes: 131_008, meaning: 'a required parameter is missing', source: 'ERR' },
  { codes: 131_009, meaning: 'a parameter value is not valid', source: 'ERR' },
  { codes: 131_016, meaning: 'the service is temporarily unavailable', source: 'ERR' },
  { codes: 131_021, meaning: 'the business’s own number', source: 'BU' },
  { codes: 131_031, meaning: 'the account is locked', source: 'ERR' },
  { codes: 131_047, meaning: 'no message in the last 24 hours, or not a WhatsApp user', source: 'BU' },
  { codes: 131_057, meaning: 'the number is in maintenance mode', source: 'ERR' },
  { codes: 133_004, meaning: 'the server is temporarily unavailable', source: 'ERR' },
  { codes: 133_010, meaning: 'the phone number is not registered', source: 'ERR' },
  { codes: 139_100, meaning: 'some or all users of the request failed', source: 'BU' },
  { codes: 139_101, meaning: 'the blocklist is full (64,000 users)', source: 'BU' },
  { codes: LIST_CHANGED, meaning: 'the blocklist changed while it was read', source: 'BU' },
  { codes: 139_103, meaning: 'internal error of the blocklist, try again', source: 'BU' },
];

/** The meaning of a code; null when no page read names it. */
export function meaningOf(code: number): string | null {
  const found = ERROR_CODES.find(({ codes }) =>
    typeof codes === 'number' ? codes === code : codes[0] <= code && code <= codes[1],
  );
  return found?.meaning ?? null;
}
