import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LOG_LIMIT_BYTES = 1024 * 1024;
const TAIL_BYTES = 4096;

/** The server reopens its log for every line, so a rename is all a rotation takes. Keeps one old file. */
export function rotateServerLog(folder: string, limitBytes = LOG_LIMIT_BYTES): void {
  const log = join(folder, 'redis.log');
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > limitBytes) renameSync(log, `${log}.1`);
}

/** The last lines of the server's log, for an error message; empty when there is none. */
export function serverLogTail(folder: string, lines = 8): string {
  let file: number;
  try {
    file = openSync(join(folder, 'redis.log'), 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    closeSync(file);
  }
}
