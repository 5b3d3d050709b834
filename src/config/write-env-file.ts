import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { errorCode } from './secret-file.ts';

/**
 * Puts a file with secrets in its place at once and whole, for this user only (0600). Without `replace` an existing one is left alone
 * and the answer is false.
 */
export function writeEnvFile(path: string, text: string, { replace }: { replace: boolean }): boolean {
  // A link stays a link: what it leads to is replaced.
  const target = existsSync(path) ? realpathSync(path) : path;
  const fresh = `${target}.new-${process.pid}`;
  const file = openSync(fresh, 'wx', 0o600);
  try {
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (replace) renameSync(fresh, target);
    else return putNew(fresh, target);
    return true;
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** Linking fails where a file is, renaming would replace it. Some file systems know no links. */
function putNew(fresh: string, target: string): boolean {
  try {
    linkSync(fresh, target);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || existsSync(target)) return false;
    renameSync(fresh, target);
    return true;
  }
}
