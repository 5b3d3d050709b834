/** No readable answer came. */
export interface NoAnswer {
  kind: 'no-answer';
  cause: 'timeout' | 'reset' | 'unreachable' | 'garbled' | 'too-large';
  /** false: the connection was never established, so nothing can have happened at Meta. true: the outcome is unknown. */
  sent: boolean;
  /** Status of an answer that could not be read; null when none came. */
  http: number | null;
  /** Short technical word for logs (`ECONNREFUSED`, `redirect`); never a URL, never text from outside. */
  code: string | null;
  retryAfterMs: number | null;
}

export function noAnswer(
  cause: NoAnswer['cause'],
  more: Partial<Omit<NoAnswer, 'kind' | 'cause'>> = {},
): NoAnswer {
  return { kind: 'no-answer', cause, sent: true, http: null, code: null, retryAfterMs: null, ...more };
}

/** Thrown when the call's one deadline passes. */
export class DeadlineError extends Error {
  override name = 'DeadlineError' as const;
}

/** Thrown when a body grows past the limit. */
export class TooLargeError extends Error {
  override name = 'TooLargeError' as const;
}

/** Puts whatever fetch or the body stream threw into one of the causes. `http` as soon as headers had come. */
export function classifyFailure(error: unknown, http: number | null): NoAnswer {
  if (error instanceof TooLargeError) return noAnswer('too-large', { http });
  const chain = causes(error);
  if (chain.some((link) => link instanceof DeadlineError || property(link, 'name') === 'TimeoutError')) {
    return noAnswer('timeout', { http });
  }
  if (chain.some((link) => property(link, 'message') === 'unexpected redirect'))
    return noAnswer('garbled', { code: 'redirect' });
  const code = chain.map((link) => errorCode(link)).find((found) => found !== null) ?? null;
  if (http === null && chain.some(neverConnected)) return noAnswer('unreachable', { sent: false, code });
  return noAnswer('reset', { http, code });
}

/** Certificate failures happen in the handshake, before a byte of the request. */
const BEFORE_REQUEST =
  /^(UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** The same errno (EHOSTUNREACH, ETIMEDOUT) can also kill an open connection: only the system call tells. */
function neverConnected(error: unknown): boolean {
  const tried = property(error, 'errors');
  if (Array.isArray(tried) && tried.length > 0) {
    // One address after the other was tried; the request went out only if one of them connected.
    return tried.every((one: unknown) => neverConnected(one));
  }
  const syscall = property(error, 'syscall');
  return syscall === 'connect' || syscall === 'getaddrinfo' || BEFORE_REQUEST.test(errorCode(error) ?? '');
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (
    let link = error;
    link !== undefined && link !== null && chain.length < 8;
    link = property(link, 'cause')
  ) {
    chain.push(link);
  }
  return chain;
}

function errorCode(error: unknown): string | null {
  const code = property(error, 'code');
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : null;
}

/** By name, not by `instanceof`: fetch's errors may come from another realm, and a DOMException's properties are inherited. */
function property(
  value: unknown,
  key: 'name' | 'message' | 'code' | 'syscall' | 'cause' | 'errors',
): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
