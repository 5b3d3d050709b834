const TRANSIENT_REPLIES =
  /^(OOM|LOADING|READONLY|MISCONF|BUSY|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|NOAUTH|WRONGPASS|UNBLOCKED|EXECABORT)\b/;
const TRANSIENT_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const TRANSIENT_MESSAGES =
  /Connection is closed|Socket timeout|Stream isn't writeable|Command timed out|max retries per request|Connection is in closing state/i;

/** True for errors of the connection or of a Redis that is away, starting or full: they say nothing about the data that was sent. */
export function isTransientRedisError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (
    error.name === 'MaxRetriesPerRequestError' ||
    error.name === 'AbortError' ||
    error.name === 'RedisTimeoutError' ||
    error.name === 'ContentionError'
  )
    return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    TRANSIENT_CODES.has(code) ||
    TRANSIENT_REPLIES.test(error.message) ||
    TRANSIENT_MESSAGES.test(error.message)
  );
}
