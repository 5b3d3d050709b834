import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const MINIMUM_MAJOR = 7;
const NAMES = ['redis-server', 'valkey-server'] as const;
/** Places package managers use that a service's PATH may lack. */
const USUAL_FOLDERS = [
  '/usr/bin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
  '/home/linuxbrew/.linuxbrew/bin',
  '/snap/bin',
];

export interface ServerBinary {
  path: string;
  /** As it prints it, such as 7.0.15. */
  version: string;
}

export interface FoundBinaries {
  /** The first one new enough, in the order of the search path. */
  usable: ServerBinary | null;
  /** What was found but cannot be used, to be named in an error. */
  tooOld: ServerBinary[];
}

/** Looks for redis-server or valkey-server ≥ 7 in the folders of `searchPath` (PATH syntax), then in the usual places. */
export async function findServerBinary(
  searchPath: string,
  usualFolders: readonly string[] = USUAL_FOLDERS,
): Promise<FoundBinaries> {
  const folders = [
    ...new Set([...searchPath.split(delimiter).filter((folder) => folder.startsWith('/')), ...usualFolders]),
  ];
  const tooOld: ServerBinary[] = [];
  for (const path of folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))) {
    if (!isExecutable(path)) continue;
    const version = await versionOf(path);
    if (version === null) continue;
    if (majorOf(version) >= MINIMUM_MAJOR) return { usable: { path, version }, tooOld };
    tooOld.push({ path, version });
  }
  return { usable: null, tooOld };
}

/** The version in the output of `redis-server --version`; null when it is something else's. */
export function parseVersion(output: string): string | null {
  return /\b(?:redis|valkey)\b.*?\bv=(\d+\.\d+\.\d+)/i.exec(output)?.[1] ?? null;
}

export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

async function versionOf(path: string): Promise<string | null> {
  try {
    const { stdout } = await run(path, ['--version'], {
      timeout: 10_000,
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    });
    return parseVersion(stdout);
  } catch {
    return null;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
