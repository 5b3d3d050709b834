import { field, integer, isObject, list, text } from './json.ts';
import type { Redact } from './redact.ts';

/** A Graph API error. Logic goes by `code`: Meta asks not to rely on titles, HTTP status or subcode. */
export interface GraphError {
  /** null when the error carries none. */
  code: number | null;
  subcode: number | null;
  /** `error_data.details`, else the message; redacted and at most 300 characters. For people, not for logic. */
  details: string;
  /** Meta says: temporary, retry. */
  transient: boolean;
  /** Meta's trace id, to quote in a support request. */
  traceId: string | null;
}

/** Reads one error object; null when it is not one. */
export function parseError(value: unknown, redact: Redact): GraphError | null {
  if (!isObject(value)) return null;
  const data = field(value, 'error_data');
  const details =
    text(field(data, 'details')) ??
    text(data) ??
    text(field(value, 'message')) ??
    text(field(value, 'title')) ??
    '';
  const traceId = text(field(value, 'fbtrace_id'));
  return {
    code: integer(field(value, 'code')),
    subcode: integer(field(value, 'error_subcode')),
    details: redact(details),
    transient: field(value, 'is_transient') === true,
    traceId: traceId !== null && /^[\w-]{1,64}$/.test(traceId) ? redact(traceId) : null,
  };
}

/** The error of a whole answer: `error` in Meta's docs, `errors` (an object or a list) in what SDKs saw. */
export function parseTopError(body: unknown, redact: Redact): GraphError | null {
  const candidates = [field(body, 'error'), ...either(field(body, 'errors'))];
  for (const candidate of candidates) {
    const error = parseError(candidate, redact);
    if (error !== null) return error;
  }
  const spelled = text(field(body, 'error'));
  return spelled === null ? null : { ...noError, details: redact(spelled) };
}

/** The first readable error of a failed user. */
export function parseUserError(user: unknown, redact: Redact): GraphError {
  for (const candidate of [...either(field(user, 'errors')), field(user, 'error')]) {
    const error = parseError(candidate, redact);
    if (error !== null) return error;
  }
  return noError;
}

/** An error we know nothing about but that it is one. */
export const noError: GraphError = {
  code: null,
  subcode: null,
  details: '',
  transient: false,
  traceId: null,
};

function either(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? list(value) : [value];
}
