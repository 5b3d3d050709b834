import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { folderOwner } from './folder-lock.ts';
import { askInfo } from './info.ts';
import { readServerRecord } from './server-record.ts';

const ASK_TIMEOUT_MS = 2_000;

/** What a command finds out about the private server of a data folder. */
export interface Attachment {
  /** The Unix socket of a server that answers; null when there is none. */
  path: string | null;
  /** The pid of the Cordon that owns it; null when none is running. */
  ownerPid: number | null;
  /** Somebody listens but does not answer (frozen, or still loading). */
  silent: boolean;
}

/** Looks, without starting or changing anything, whether a Cordon runs on this data folder and where its Redis listens. */
export async function attachEmbedded(dataDir: string): Promise<Attachment> {
  const none: Attachment = { path: null, ownerPid: null, silent: false };
  if (!existsSync(join(dataDir, 'redis'))) return none;
  const folder = join(realpathSync(dataDir), 'redis');
  const ownerPid = folderOwner(folder);
  const record = readServerRecord(folder);
  if (record === null) return { ...none, ownerPid };
  const asked = await askInfo(record.socketPath, ASK_TIMEOUT_MS);
  if (asked.state !== 'answered') return { path: null, ownerPid, silent: asked.state === 'silent' };
  if (asked.info.folder !== folder) return { ...none, ownerPid };
  return asked.info.loading
    ? { path: null, ownerPid, silent: true }
    : { path: record.socketPath, ownerPid, silent: false };
}
