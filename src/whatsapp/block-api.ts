import type { BatchAnswer, ListAnswer } from './answers.ts';
import { InvalidCallError } from './errors.ts';
import type { GraphOptions } from './graph-client.ts';
import { createGraphClient, refused } from './graph-client.ts';
import type { TargetResult } from './match-results.ts';
import { matchResults } from './match-results.ts';
import { noAnswer } from './no-answer.ts';
import type { BlockTarget } from './targets.ts';
import { MAX_TARGETS, targetInput, targetProblem } from './targets.ts';
import { parseRetryAfter, parseUsage } from './usage.ts';
import { parseBatch, parsePage } from './wire.ts';

const EDGE = 'block_users';

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

export function createBlockApi(options: GraphOptions): BlockApi {
  const graph = createGraphClient(options);

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
    const { answer, redact } = await graph.call({ method, phoneNumberId, edge: EDGE, body });
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
    const { answer, redact } = await graph.call({ method: 'GET', phoneNumberId, edge: EDGE, query });
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

function onlyKey(target: BlockTarget): BlockTarget {
  return target.user === undefined ? { user_id: target.user_id } : { user: target.user };
}
