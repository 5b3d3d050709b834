import type { BatchAnswer, ListAnswer, Refused } from './answers.ts';
import { appsecretProof } from './appsecret-proof.ts';
import { InvalidCallError } from './errors.ts';
import type { JsonAnswer } from './graph-call.ts';
import { graphCall } from './graph-call.ts';
import type { GraphError } from './graph-error.ts';
import { noError } from './graph-error.ts';
import { checkGraphUrl, isGraphVersion } from './graph-url.ts';
import type { TargetResult } from './match-results.ts';
import { matchResults } from './match-results.ts';
import { noAnswer } from './no-answer.ts';
import { redactor } from './redact.ts';
import type { BlockTarget } from './targets.ts';
import { MAX_TARGETS, targetInput, targetProblem } from './targets.ts';
import { parseRetryAfter, parseUsage } from './usage.ts';
import { parseBatch, parsePage } from './wire.ts';

export interface BlockApiOptions {
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

/**
 * Meta's Block Users API. Answers are values and nothing is retried. Rejects with InvalidCallError only for a caller's mistake
 * (a phone number id that is not digits, more than 1,000 targets, an unusable token).
 */
export interface BlockApi {
  block(phoneNumberId: string, targets: readonly BlockTarget[]): Promise<BatchAnswer>;
  lift(phoneNumberId: string, targets: readonly BlockTarget[]): Promise<BatchAnswer>;
  /** One page of the blocklist. `limit` is a wish; a page may be shorter. */
  list(phoneNumberId: string, page: { limit: number; after: string | null }): Promise<ListAnswer>;
  /** Can this token read this number's blocklist? The cheapest call that tells. */
  probe(phoneNumberId: string): Promise<ListAnswer>;
}

export function createBlockApi(options: BlockApiOptions): BlockApi {
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

  async function call(
    method: 'GET' | 'POST' | 'DELETE',
    phoneNumberId: string,
    query: Record<string, string>,
    body?: unknown,
  ) {
    if (!/^\d{1,32}$/.test(phoneNumberId)) throw new InvalidCallError('The phone number id must be digits.');
    const token = options.token();
    // Checked here because fetch would quote the whole header in its complaint.
    if (!/^[\x21-\x7e]+$/.test(token))
      throw new InvalidCallError('The access token is empty or has characters no header can carry.');
    const secret = options.appSecret();
    const proof = secret === null ? null : appsecretProof(token, secret);
    const url = new URL(`${base}/${phoneNumberId}/block_users`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    if (proof !== null) url.searchParams.set('appsecret_proof', proof);
    const answer = await graphCall({ method, url, token, body }, timeoutMs);
    return { answer, redact: redactor([token, proof ?? '', secret ?? '']) };
  }

  async function change(
    method: 'POST' | 'DELETE',
    phoneNumberId: string,
    targets: readonly BlockTarget[],
  ): Promise<BatchAnswer> {
    if (targets.length > MAX_TARGETS)
      throw new InvalidCallError(`At most ${MAX_TARGETS} targets fit in one request.`);
    const problems = targets.map(targetProblem);
    // Rebuilt with one key, and each user once: what Meta does with more is undocumented.
    const sent = new Map<string, BlockTarget>();
    targets.forEach((target, index) => {
      if (problems[index] === null) sent.set(targetInput(target), onlyKey(target));
    });
    const invalid = (details: string): TargetResult => ({ kind: 'invalid', details });
    if (sent.size === 0) {
      const results = problems.map((details) => invalid(details ?? ''));
      return {
        kind: 'answered',
        http: 0,
        results,
        requestError: null,
        retryAfterMs: null,
        unrequested: 0,
        usage: null,
      };
    }

    const body = { messaging_product: 'whatsapp', block_users: [...sent.values()] };
    const { answer, redact } = await call(method, phoneNumberId, {}, body);
    if (answer.kind === 'no-answer') return answer;
    const batch = parseBatch(answer.json, redact);
    if (batch.done.length + batch.failed.length === 0) {
      // Empty lists beside an error say no more than the error alone.
      if (batch.error !== null || answer.http >= 400) return refused(answer, batch.error);
      if (!batch.hasLists) return noAnswer('garbled', { http: answer.http });
    }
    const { byInput, unrequested } = matchResults([...sent.values()], batch);
    const results = targets.map((target, index): TargetResult => {
      const details = problems[index] ?? null;
      return details === null ? (byInput.get(targetInput(target)) ?? { kind: 'missing' }) : invalid(details);
    });
    return {
      kind: 'answered',
      http: answer.http,
      results,
      requestError: batch.error,
      retryAfterMs: parseRetryAfter(answer.headers),
      unrequested,
      usage: parseUsage(answer.headers),
    };
  }

  async function page(phoneNumberId: string, limit: number, after: string | null): Promise<ListAnswer> {
    const query = { limit: String(limit), ...(after === null ? {} : { after }) };
    const { answer, redact } = await call('GET', phoneNumberId, query);
    if (answer.kind === 'no-answer') return answer;
    const found = parsePage(answer.json, redact);
    const error = found?.error ?? null;
    if (error !== null || answer.http >= 400) return refused(answer, error);
    if (found === null) return noAnswer('garbled', { http: answer.http });
    const { items, unreadable, after: next } = found;
    return { kind: 'page', items, unreadable, after: next, usage: parseUsage(answer.headers) };
  }

  return {
    block: (phoneNumberId, targets) => change('POST', phoneNumberId, targets),
    lift: (phoneNumberId, targets) => change('DELETE', phoneNumberId, targets),
    list: (phoneNumberId, { limit, after }) => page(phoneNumberId, limit, after),
    probe: (phoneNumberId) => page(phoneNumberId, 1, null),
  };
}

function refused({ http, headers }: JsonAnswer, error: GraphError | null): Refused {
  return {
    kind: 'refused',
    http,
    error: error ?? noError,
    retryAfterMs: parseRetryAfter(headers),
    usage: parseUsage(headers),
  };
}

function onlyKey(target: BlockTarget): BlockTarget {
  return target.user === undefined ? { user_id: target.user_id } : { user: target.user };
}
