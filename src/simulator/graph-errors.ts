import { kindOf } from './error-kinds.ts';

/** A whole answer of Graph before it goes on the wire. `fbtrace_id` is added to its error there. */
export interface GraphAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface UserError {
  readonly message: string;
  readonly code: number;
  readonly error_data: { readonly details: string };
}

export interface ErrorExtras {
  readonly status?: number | undefined;
  readonly message?: string | undefined;
  readonly details?: string | undefined;
  readonly subcode?: number | undefined;
  readonly type?: string | undefined;
  readonly transient?: boolean | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** The value of `error`, with exactly the members Meta's sample of this code has. */
export function errorBody(code: number, extras: ErrorExtras = {}): Record<string, unknown> {
  const kind = kindOf(code);
  const details = extras.details ?? kind.details;
  const transient = extras.transient ?? kind.transient ?? false;
  const inData = kind.product === 'data' || kind.product === 'both';
  return {
    message: extras.message ?? (kind.bare ? kind.title : `(#${code}) ${kind.title}`),
    type: extras.type ?? kind.type ?? 'OAuthException',
    code,
    ...(extras.subcode === undefined ? {} : { error_subcode: extras.subcode }),
    ...(transient ? { is_transient: true } : {}),
    ...(details === undefined
      ? {}
      : { error_data: { ...(inData ? { messaging_product: 'whatsapp' } : {}), details } }),
  };
}

/** An answer that is only an error: the whole request failed. */
export function errorAnswer(code: number, extras: ErrorExtras = {}): GraphAnswer {
  const kind = kindOf(code);
  const onTop = kind.product === 'top' || kind.product === 'both';
  return {
    status: extras.status ?? kind.status,
    body: { ...(onTop ? { messaging_product: 'whatsapp' } : {}), error: errorBody(code, extras) },
    ...(extras.retryAfterSeconds === undefined
      ? {}
      : { headers: { 'retry-after': String(extras.retryAfterSeconds) } }),
  };
}

/** One member of `failed_users[].errors`. */
export function userError(code: number, details?: string): UserError {
  const kind = kindOf(code);
  return { message: kind.title, code, error_data: { details: details ?? kind.details ?? kind.title } };
}
