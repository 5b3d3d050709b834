import { createHmac, randomBytes } from 'node:crypto';
import { types } from 'node:util';
import { type DestinationStream, pino, type Logger } from 'pino';
import { scrubLine } from './log-scrub.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  level: string;
  /** Where the JSON lines go. @default stdout */
  destination?: DestinationStream;
}

/** JSON lines. Whatever is logged, the line that leaves has no secrets, phone numbers or texts in it. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      err: (error: unknown) => describeError(error),
      error: (error: unknown) => describeError(error),
    },
    hooks: { streamWrite: scrubLine },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

let idKey: string | Buffer = randomBytes(32);

/** Makes pseudonyms the same in every process that uses the same key, and after a restart. */
export function useLogIdKey(key: string): void {
  idKey = key;
}

/** A short pseudonym to log in place of a sender; without the key it does not lead back to the phone number. */
export function logId(senderId: string): string {
  return `s_${createHmac('sha256', idKey).update(senderId).digest('hex').slice(0, 12)}`;
}

/** A listener for a connection's errors. They repeat at every retry; the same one is said once a minute. */
export function connectionErrors(log: Logger): (error: Error) => void {
  let last = { message: '', at: 0 };
  return (error) => {
    const now = Date.now();
    if (error.message === last.message && now - last.at < 60_000) return;
    last = { message: error.message, at: now };
    log.warn({ err: error }, 'Redis connection');
  };
}

const DEEPEST_CAUSE = 3;
const MOST_ERRORS = 5;

/** Only named fields: errors of HTTP and Redis clients carry requests, and with them tokens and texts. */
function describeError(error: unknown, depth = 0): unknown {
  if (!types.isNativeError(error)) return error;
  const inner = depth < DEEPEST_CAUSE;
  const several = 'errors' in error && Array.isArray(error.errors) ? error.errors.slice(0, MOST_ERRORS) : [];
  return {
    type: error.name,
    message: error.message,
    code: 'code' in error && ['string', 'number'].includes(typeof error.code) ? error.code : undefined,
    cause: inner && error.cause !== undefined ? describeError(error.cause, depth + 1) : undefined,
    errors:
      inner && several.length > 0 ? several.map((one: unknown) => describeError(one, depth + 1)) : undefined,
    stack: error.stack,
  };
}
