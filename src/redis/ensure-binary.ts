import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { EmbeddedRedisError } from './errors.ts';
import { findServerBinary, MINIMUM_MAJOR } from './find-binary.ts';
import type { ServerBinary } from './find-binary.ts';
import { installRedis } from './install.ts';

export interface InstallPolicy {
  /** The PATH in whose folders servers and package managers are looked for. */
  searchPath: string;
  /** Install without asking (CI=1 or CI=true). Root is never asked. */
  unasked: boolean;
}

const TOOLS = ['apt-get', 'brew', 'sudo', 'dnf', 'yum', 'pacman', 'apk', 'zypper'];

/**
 * Finds a server to run; where there is none, installs one by the system's package manager.
 * @throws EmbeddedRedisError saying what to do, where it cannot or may not.
 */
export async function ensureServerBinary(
  policy: InstallPolicy,
  say: (line: string) => void,
): Promise<ServerBinary> {
  const { usable, tooOld } = await findServerBinary(policy.searchPath);
  if (usable !== null) return usable;
  const [old] = tooOld;
  if (old !== undefined) {
    // not ours to upgrade: somebody may be using it
    throw new EmbeddedRedisError(
      `${old.path} is version ${old.version}; Cordon needs ${MINIMUM_MAJOR} or newer. Upgrade it (https://packages.redis.io), ` +
        'or set REDIS_URL to a newer one that you run yourself.',
    );
  }
  await installRedis(
    {
      platform: process.platform,
      root: process.getuid?.() === 0,
      tools: new Set(TOOLS.filter((tool) => isOnPath(tool, policy.searchPath))),
      terminal: process.stdin.isTTY && process.stderr.isTTY,
      unasked: policy.unasked,
    },
    say,
  );
  const installed = (await findServerBinary(policy.searchPath)).usable;
  if (installed === null) {
    throw new EmbeddedRedisError(
      'Redis was installed, but no redis-server can be found. Put its folder on PATH.',
    );
  }
  say(`Redis ${installed.version} is installed (${installed.path})`);
  return installed;
}

function isOnPath(tool: string, searchPath: string): boolean {
  const folders = [...searchPath.split(delimiter), '/opt/homebrew/bin', '/usr/local/bin', '/usr/bin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
