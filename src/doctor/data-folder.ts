import { accessSync, constants, existsSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from '../config/secret-file.ts';
import { findings, type Finding } from './finding.ts';

const { ok, warn, fail } = findings('machine');
const LITTLE_ROOM_BYTES = 500 * 1_048_576;

/** Whether DATA_DIR is, or can become, a folder only we can enter and write in. `userId` is ours; null where there are none. */
export function examineDataFolder(folder: string, userId: number | null): Finding[] {
  const about = statSync(folder, { throwIfNoEntry: false });
  if (about === undefined) return [examineParent(folder)];
  if (!about.isDirectory())
    return [fail(`DATA_DIR (${folder}) is not a folder`, 'Remove it or name another DATA_DIR.')];
  if (userId !== null && about.uid !== userId) {
    const mend = 'Start Cordon as that user, chown the folder, or name another DATA_DIR.';
    return [fail(`DATA_DIR (${folder}) belongs to another user (uid ${about.uid})`, mend)];
  }
  const problem = writeProblem(folder);
  if (problem !== null)
    return [
      fail(
        `DATA_DIR (${folder}) cannot be written to (${problem})`,
        'Give it room and let Cordon write there.',
      ),
    ];
  const list: Finding[] = [];
  if ((about.mode & 0o077) === 0) list.push(ok(`DATA_DIR (${folder}) is writable and private`));
  else {
    const mode = (about.mode & 0o777).toString(8);
    list.push(warn(`DATA_DIR (${folder}) is open to other users (mode ${mode})`, `Run: chmod 700 ${folder}`));
  }
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < LITTLE_ROOM_BYTES) {
    const left = Math.floor((bavail * bsize) / 1_048_576);
    list.push(
      warn(
        `only ${left} MB are left on the disk of DATA_DIR`,
        'Make room: the journal and the private Redis grow.',
      ),
    );
  }
  return list;
}

/** A start makes the folder; the nearest one above that exists must let it. */
function examineParent(folder: string): Finding {
  let parent = dirname(folder);
  while (!existsSync(parent) && dirname(parent) !== parent) parent = dirname(parent);
  try {
    accessSync(parent, constants.W_OK | constants.X_OK);
    return ok(`DATA_DIR (${folder}) does not exist yet; a start makes it`);
  } catch {
    const mend = `Let Cordon write in ${parent}, make the folder for it, or name another DATA_DIR.`;
    return fail(`DATA_DIR (${folder}) does not exist and cannot be made`, mend);
  }
}

/** Tried, because permissions say nothing of full and read-only disks. */
function writeProblem(folder: string): string | null {
  const path = join(folder, `.doctor-${process.pid}`);
  try {
    writeFileSync(path, 'x', { mode: 0o600, flag: 'wx' });
    rmSync(path);
    return null;
  } catch (error) {
    return errorCode(error);
  }
}
