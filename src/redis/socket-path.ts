import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedRedisError } from './errors.ts';

/** The shortest limit of the systems we run on is 104 bytes (macOS) including the closing NUL. */
export const SOCKET_PATH_LIMIT = 100;

/**
 * Where the server of a folder listens: in the folder, or when that path is too long for a socket, under a name made
 * from it in a private folder of the temp folder. The same folder always gives the same path.
 */
export function chooseSocketPath(
  folder: string,
  tempFolder: string,
  uid: number,
): { path: string; privateTemp: string | null } {
  const path = join(folder, 'redis.sock');
  if (Buffer.byteLength(path) <= SOCKET_PATH_LIMIT) return { path, privateTemp: null };
  const privateTemp = join(Buffer.byteLength(tempFolder) > 60 ? '/tmp' : tempFolder, `cordon-${uid}`);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 20);
  return { path: join(privateTemp, `${name}.sock`), privateTemp };
}

/**
 * Makes a folder only we can enter. In a place like /tmp somebody else may have been first; theirs is refused.
 * @throws EmbeddedRedisError when the folder belongs to another user or is a link.
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new EmbeddedRedisError(
      `${folder} must be a folder of the user Cordon runs as (uid ${process.getuid?.() ?? '?'}), but is not. Remove it or use another DATA_DIR.`,
    );
  }
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}
