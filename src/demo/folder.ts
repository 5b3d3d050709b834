import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { EmbeddedRedisError } from '../redis/errors.ts';
import { folderOwner } from '../redis/folder-lock.ts';
import { makePrivateFolder } from '../redis/socket-path.ts';

export interface DemoFolder {
  readonly path: string;
  /** Leaves the folder there, for somebody to look at. */
  keep: () => void;
  [Symbol.dispose]: () => void;
}

/**
 * The demo's own folder, one a user under the temp folder: what a killed demo left behind is found again and taken over.
 * It goes when the demo ends. Throws a UserError when another demo is running or somebody else made the folder.
 */
export function openDemoFolder(): DemoFolder {
  const path = join(tmpdir(), `cordon-demo-${process.getuid?.() ?? 'user'}`);
  try {
    makePrivateFolder(path);
  } catch (error) {
    throw error instanceof EmbeddedRedisError ? new UserError(error.message, { cause: error }) : error;
  }
  const owner = ownerOf(path);
  if (owner !== null) {
    const hint = `Stop it with Ctrl-C where it runs, or: kill ${owner}`;
    throw new UserError(`a demo is running already (pid ${owner})`, { hint });
  }
  let kept = false;
  return {
    path,
    keep: () => (kept = true),
    [Symbol.dispose]() {
      if (!kept && ownerOf(path) === null) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The pid of the demo that runs there. */
function ownerOf(path: string): number | null {
  const redis = join(path, 'redis');
  return existsSync(redis) ? folderOwner(redis) : null;
}
