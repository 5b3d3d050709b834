/** What the blocker needs to know of the Block API's answers. Declared here, by the consumer; wired in app.ts. */

export type Direction = 'block' | 'lift';

export interface RequestError {
  code: number | null;
  /** For people; already free of personal data. */
  details: string;
  /** Meta says: temporary, retry. */
  transient: boolean;
}

export type UserResult =
  | { kind: 'ok' }
  | { kind: 'failed'; code: number | null; details: string; transient: boolean }
  /** Meta named this user nowhere, or contradicted itself. */
  | { kind: 'missing' }
  /** Never sent: not an identifier Meta takes. */
  | { kind: 'invalid'; details: string };

export interface Throttling {
  /** The highest share of a quota used, 100 = throttled; null when Meta did not say. */
  percent: number | null;
  /** When Meta expects to let us in again, ms from now; 0 = not throttled. */
  regainMs: number;
}

export type RequestAnswer =
  | {
      kind: 'answered';
      requestError: RequestError | null;
      http: number;
      retryAfterMs: number | null;
      usage: Throttling | null;
    }
  | { kind: 'page' }
  | { kind: 'refused'; http: number; error: RequestError; retryAfterMs: number | null; usage: Throttling }
  | { kind: 'no-answer'; cause: string; sent: boolean; retryAfterMs: number | null };
