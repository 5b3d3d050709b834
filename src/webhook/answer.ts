import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Every status the receiver gives, with its whole body: no detail that helps a stranger. */
const BODIES = {
  200: 'ok\n',
  400: 'not JSON\n',
  401: 'bad signature\n',
  403: 'forbidden\n',
  404: 'not found\n',
  413: 'too large\n',
  500: 'failed\n',
  503: 'not stored, try again\n',
} as const;
export type Status = keyof typeof BODIES;

/** How long the rest of an unwanted body is read and dropped, so that the sender sees the answer instead of a reset, ms. */
const LINGER_MS = 1_000;
const RETRY_AFTER_SECONDS = '5';

const headersOf = (status: Status, body: string, close: boolean): OutgoingHttpHeaders => ({
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Length': Buffer.byteLength(body),
  ...(status === 503 && { 'Retry-After': RETRY_AFTER_SECONDS }),
  ...(close && { Connection: 'close' }),
});

const PREPARED = new Map<Status, OutgoingHttpHeaders>();
for (const status of Object.keys(BODIES).map(Number) as Status[]) {
  PREPARED.set(status, headersOf(status, BODIES[status], false));
}

/** Answers a request whose body was read. `close` ends the connection after it. */
export function answer(res: ServerResponse, status: Status, close = false): void {
  if (res.headersSent || res.destroyed) return;
  const body = BODIES[status];
  res.writeHead(status, close ? headersOf(status, body, true) : PREPARED.get(status));
  res.end(body);
}

/** Answers 200 with a text of our caller's. */
export function answerText(res: ServerResponse, text: string, close = false): void {
  // The challenge is echoed: without nosniff a browser might take it for a page.
  res.writeHead(200, { ...headersOf(200, text, close), 'X-Content-Type-Options': 'nosniff' });
  res.end(text);
}

/**
 * Answers while the body is still coming: the answer goes out at once, what still arrives is dropped for a moment, then
 * the connection ends.
 */
export function answerUnread(req: IncomingMessage, res: ServerResponse, status: Status): void {
  if (req.complete || req.destroyed) {
    answer(res, status, true);
    return;
  }
  const body = BODIES[status];
  res.writeHead(status, headersOf(status, body, true));
  res.write(body);
  const finish = (): void => {
    clearTimeout(timer);
    res.end();
  };
  const timer = setTimeout(finish, LINGER_MS);
  req.once('end', finish);
  req.once('close', finish);
  req.on('error', finish);
  req.resume();
}
