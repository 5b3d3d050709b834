import type { KyInstance } from 'ky';
import ky from 'ky';
import type { NoAnswer } from './no-answer.ts';
import { classifyFailure, DeadlineError, noAnswer, TooLargeError } from './no-answer.ts';
import { parseRetryAfter } from './usage.ts';

/** The largest answer read, after decompression. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface GraphRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  token: string;
  /** Sent as JSON, also with DELETE. */
  body: unknown;
}

/** An answer with a JSON body, whatever its status. `json` is undefined only for a 429 whose body is not JSON. */
export interface JsonAnswer {
  kind: 'json';
  http: number;
  json: unknown;
  headers: Headers;
}

/** Never retries, never throws for a status, never follows a redirect (the token would travel along). */
const client: KyInstance = ky.create({
  retry: 0,
  throwHttpErrors: false,
  redirect: 'error',
  timeout: false,
  headers: { accept: 'application/json', 'user-agent': 'cordon' },
});

/** One call. `timeoutMs` is the whole of it: name look-up, connection, headers and the last byte of the body. */
export async function graphCall(request: GraphRequest, timeoutMs: number): Promise<JsonAnswer | NoAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  let http: number | null = null;
  try {
    const answer = client(request.url, {
      method: request.method,
      headers: { authorization: `Bearer ${request.token}` },
      signal,
      ...(request.body === undefined ? {} : { json: request.body }),
    });
    // The race holds the deadline even where the runtime lets go of a composed signal.
    const response = await Promise.race([answer, deadline(signal)]);
    http = response.status;
    const json = parseJson(await readBody(response, signal));
    if (json === undefined && http !== 429) {
      return noAnswer('garbled', { http, retryAfterMs: parseRetryAfter(response.headers) });
    }
    return { kind: 'json', http, json, headers: response.headers };
  } catch (error) {
    return classifyFailure(error, http);
  }
}

function deadline(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DeadlineError()), { once: true });
  });
}

async function readBody(response: Response, signal: AbortSignal): Promise<string> {
  if (response.body === null) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const decoder = new TextDecoder();
    let text = '';
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw signal.aborted ? new DeadlineError() : error;
      });
      // A cancelled stream ends like a complete one.
      if (signal.aborted) throw new DeadlineError();
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > MAX_BODY_BYTES) {
        cancel();
        throw new TooLargeError();
      }
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
