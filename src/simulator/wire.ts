import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FinalFault } from './fault-picker.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const MAX_BODY = 8 * 1024 * 1024;
const CHUNK = 64 * 1024;

/** The whole body, or `'too-large'` above 8 MB (read to its end all the same, so that an answer can follow). Rejects when the client breaks off. */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'too-large'> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue;
    size += part.length;
    if (size <= MAX_BODY) parts.push(part);
    else parts = [];
  }
  return size <= MAX_BODY ? Buffer.concat(parts) : 'too-large';
}

/** Waits, and says whether it got to the end: false when the simulator closes meanwhile. */
export async function waitMs(ms: number, closing: AbortSignal): Promise<boolean> {
  if (ms <= 0) return !closing.aborted;
  return sleep(ms, true, { signal: closing }).catch(() => false);
}

/** RST instead of a polite end: the client sees ECONNRESET. */
export function reset(response: ServerResponse): void {
  if (response.socket === null) response.destroy();
  else response.socket.resetAndDestroy();
}

/** Writes the answer, in the odd way the fault asks for. Never throws when the client goes away. */
export async function write(
  response: ServerResponse,
  { status, headers, text }: RawAnswer,
  fault: FinalFault | undefined,
  closing: AbortSignal,
): Promise<void> {
  const body = Buffer.from(text);
  const announced = { ...headers, 'content-length': String(body.length) };
  if (fault?.kind === 'trickle') {
    response.writeHead(status, announced).flushHeaders();
    await trickle(response, body, fault, closing);
  } else if (fault?.kind === 'reset' && fault.when === 'midway') {
    response.writeHead(status, announced);
    const half = body.subarray(0, Math.floor(body.length / 2));
    await new Promise<void>((resolve) => response.write(half, () => resolve()));
    // A reset may overtake bytes the peer has not read: half of an answer should really arrive.
    await waitMs(10, closing);
    reset(response);
  } else if (fault?.kind === 'oversize') {
    const total = Math.max(fault.bytes, body.length);
    response.writeHead(status, fault.announced ? { ...headers, 'content-length': String(total) } : headers);
    await pad(response, body, total);
  } else {
    response.writeHead(status, announced).end(body);
  }
}

async function trickle(
  response: ServerResponse,
  body: Buffer,
  { bytes, everyMs }: { bytes: number; everyMs: number },
  closing: AbortSignal,
): Promise<void> {
  for (let at = 0; at < body.length; at += bytes) {
    if (response.destroyed || !(await waitMs(everyMs, closing))) return;
    response.write(body.subarray(at, at + bytes));
  }
  response.end();
}

/** White space after JSON keeps it valid: only a reader that counts bytes is safe. */
async function pad(response: ServerResponse, body: Buffer, total: number): Promise<void> {
  const blank = Buffer.alloc(CHUNK, ' ');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.write(body);
  for (let left = total - body.length; left > 0; left -= CHUNK) {
    if (response.destroyed) return;
    const flowing = response.write(left < CHUNK ? blank.subarray(0, left) : blank);
    if (!flowing) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
  response.end();
}
