import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface GuardOptions {
  /** The address the port listens on. */
  host: string;
  /** Only this machine can connect: then browsers on it are the danger, and foreign Host and Origin headers are refused. */
  loopback: boolean;
  /** Every request must carry it as a bearer token; null = no token. */
  token: string | null;
}

export interface Refusal {
  status: 401 | 403;
  error: string;
}

/**
 * Says who may not use the admin port. A page in a browser can make a name of its own resolve to 127.0.0.1 (DNS rebinding) or post
 * across origins; both show in Host and Origin.
 */
export function createGuard({
  host,
  loopback,
  token,
}: GuardOptions): (request: IncomingMessage) => Refusal | null {
  const ownNames = new Set(['localhost', '127.0.0.1', '::1', host.toLowerCase()]);
  const expected = token === null ? null : digest(`Bearer ${token}`);
  return ({ headers }) => {
    if (loopback && !ownNames.has(hostname(`http://${headers.host ?? ''}`))) {
      return { status: 403, error: `This port answers to its own address only; use http://localhost.` };
    }
    if (loopback && headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`) {
      return { status: 403, error: 'Pages of other origins may not use this port.' };
    }
    if (expected !== null && !timingSafeEqual(digest(headers.authorization ?? ''), expected)) {
      return { status: 401, error: 'Send the ADMIN_TOKEN: Authorization: Bearer …' };
    }
    return null;
  };
}

function hostname(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : '';
}

/** Equal lengths for the constant-time comparison, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
