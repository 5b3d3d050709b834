import { connect } from 'node:net';
import { parseReplies } from './resp.ts';
import type { Reply } from './resp.ts';

/** What a server on a Unix socket says about itself. */
export interface ServerInfo {
  pid: number;
  version: string;
  /** Where it keeps its data, absolute. */
  folder: string;
  /** Still reading its data: it listens, but refuses commands. */
  loading: boolean;
}

/**
 * `absent`: nobody listens there. `silent`: somebody does, but did not answer in time (frozen). `foreign`: something
 * answered that is not an open Redis.
 */
export type Asked = { state: 'answered'; info: ServerInfo } | { state: 'absent' | 'silent' | 'foreign' };

/**
 * Asks a server who it is, over a connection of its own. Not through ioredis: here a server that hangs, loads or refuses is
 * an answer, not something to wait out or reconnect to.
 */
export function askInfo(socketPath: string, timeoutMs: number): Promise<Asked> {
  return new Promise((resolve) => {
    const socket = connect({ path: socketPath });
    let received = Buffer.alloc(0);
    const done = (asked: Asked): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(asked);
    };
    const timer = setTimeout(() => {
      done({ state: 'silent' });
    }, timeoutMs);
    socket.on('connect', () => socket.write('INFO\r\nCONFIG GET dir\r\n'));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const replies = parseReplies(received, 2);
      if (replies === undefined) return;
      const info = replies === null ? null : readInfo(replies);
      done(info === null ? { state: 'foreign' } : { state: 'answered', info });
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const reachable = error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EPROTOTYPE';
      done({ state: error.code === 'EAGAIN' ? 'silent' : reachable ? 'foreign' : 'absent' });
    });
    socket.on('close', () => {
      done({ state: 'absent' });
    });
  });
}

/** From the answers to INFO and CONFIG GET dir; null when they are not that. */
function readInfo([info, dir]: Reply[]): ServerInfo | null {
  if (typeof info !== 'string' || !Array.isArray(dir)) return null;
  const fields = new Map(
    info.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
  const pid = Number(fields.get('process_id'));
  const version = fields.get('valkey_version') ?? fields.get('redis_version');
  const folder = dir[1];
  if (!Number.isSafeInteger(pid) || pid <= 0 || version === undefined || typeof folder !== 'string')
    return null;
  return { pid, version, folder, loading: fields.get('loading') === '1' };
}
