import type { IncomingMessage } from 'node:http';

/** Bytes of bodies held in memory at one time, over all requests. */
export class ByteBudget {
  readonly #limit: number;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get held(): number {
    return this.#held;
  }

  /** Takes the bytes unless that exceeds the limit. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#limit) return false;
    this.#held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}

export type BodyRead =
  /** The untouched bytes. They stay taken from the budget until the caller gives them back. */
  { kind: 'complete'; body: Buffer } | { kind: 'too-large' | 'over-budget' | 'aborted' };

/**
 * Reads a request's body. A declared length over the limit is refused unread; otherwise reading stops at the limit. On
 * any kind but `complete` the budget is already restored, and the rest of the body may be unread.
 */
export function readBody(req: IncomingMessage, maxBytes: number, budget: ByteBudget): Promise<BodyRead> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const onData = (part: Buffer): void => {
      if (bytes + part.length > maxBytes) {
        stop('too-large');
      } else if (!budget.take(part.length)) {
        stop('over-budget');
      } else {
        parts.push(part);
        bytes += part.length;
      }
    };
    const onEnd = (): void => {
      detach();
      const [first] = parts;
      const body = parts.length === 1 && first !== undefined ? first : Buffer.concat(parts, bytes);
      resolve({ kind: 'complete', body });
    };
    const onClose = (): void => stop('aborted');
    const stop = (kind: 'too-large' | 'over-budget' | 'aborted'): void => {
      detach();
      req.pause();
      budget.give(bytes);
      resolve({ kind });
    };
    const detach = (): void => {
      req.off('data', onData);
      req.off('end', onEnd);
      req.off('close', onClose);
    };
    req.on('data', onData);
    req.on('end', onEnd);
    req.on('close', onClose);
    // Node emits `error` (ECONNRESET) before `close` on an aborted request; unheard it would end the process.
    req.on('error', ignore);
  });
}
const ignore = (): void => undefined;
