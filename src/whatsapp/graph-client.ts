import type { Refused } from './answers.ts';
import { appsecretProof } from './appsecret-proof.ts';
import { InvalidCallError } from './errors.ts';
import type { JsonAnswer } from './graph-call.ts';
import { graphCall } from './graph-call.ts';
import type { GraphError } from './graph-error.ts';
import { noError } from './graph-error.ts';
import { checkGraphUrl, isGraphVersion } from './graph-url.ts';
import type { NoAnswer } from './no-answer.ts';
import type { Redact } from './redact.ts';
import { redactor } from './redact.ts';
import { parseRetryAfter, parseUsage } from './usage.ts';

export interface GraphOptions {
  /** `https://graph.facebook.com`; see `checkGraphUrl`. */
  graphUrl: string;
  /** `v25.0`, or '' for unversioned paths. */
  version: string;
  /** Asked at every call, so that a renewed token counts at once. */
  token: () => string;
  /** The app's (first) secret for `appsecret_proof`; null sends none. */
  appSecret: () => string | null;
  /** The whole of a call, its body included; ms. */
  timeoutMs: number;
}

export interface NumberCall {
  method: 'GET' | 'POST' | 'DELETE';
  phoneNumberId: string;
  edge: 'block_users' | 'messages';
  query?: Record<string, string>;
  body?: unknown;
}

export interface GraphClient {
  /** One call for a number, with the token of the moment and its proof. `redact` makes Meta's words fit to be kept. */
  call: (request: NumberCall) => Promise<{ answer: JsonAnswer | NoAnswer; redact: Redact }>;
}

/** Throws, and its calls reject with, InvalidCallError for a caller's mistake only. */
export function createGraphClient(options: GraphOptions): GraphClient {
  const { graphUrl, version, timeoutMs } = options;
  const problem = checkGraphUrl(graphUrl);
  if (problem !== null) throw new InvalidCallError(`The Graph URL ${problem}.`);
  if (!isGraphVersion(version))
    throw new InvalidCallError('The Graph version must look like v25.0, or be empty.');
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 600_000) {
    throw new InvalidCallError('The timeout must be a whole number of ms from 1 to 600,000.');
  }
  const { origin, pathname } = new URL(graphUrl);
  const base = [origin + pathname.replace(/\/+$/, ''), version].filter((part) => part !== '').join('/');

  return {
    async call({ method, phoneNumberId, edge, query = {}, body }) {
      if (!/^\d{1,32}$/.test(phoneNumberId))
        throw new InvalidCallError('The phone number id must be digits.');
      const token = options.token();
      // Checked here because fetch would quote the whole header in its complaint.
      if (!/^[\x21-\x7e]+$/.test(token))
        throw new InvalidCallError('The access token is empty or has characters no header can carry.');
      const secret = options.appSecret();
      const proof = secret === null ? null : appsecretProof(token, secret);
      const url = new URL(`${base}/${phoneNumberId}/${edge}`);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      if (proof !== null) url.searchParams.set('appsecret_proof', proof);
      const answer = await graphCall({ method, url, token, body }, timeoutMs);
      return { answer, redact: redactor([token, proof ?? '', secret ?? '']) };
    },
  };
}

export function refused({ http, headers }: JsonAnswer, error: GraphError | null): Refused {
  return {
    kind: 'refused',
    http,
    error: error ?? noError,
    retryAfterMs: parseRetryAfter(headers),
    usage: parseUsage(headers),
  };
}
