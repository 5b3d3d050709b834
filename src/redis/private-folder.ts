import { mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedRedisError } from './errors.ts';
import { chooseSocketPath, makePrivateFolder } from './socket-path.ts';

/** Where the private server of one DATA_DIR lives. */
export interface PrivateFolder {
  /** Absolute, free of links: one folder has one name. */
  folder: string;
  socketPath: string;
}

/** Makes the folders of the private server, for this user only. */
export function openPrivateFolder(dataDir: string): PrivateFolder {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = join(realpathSync(dataDir), 'redis');
  // the configuration and logs are read line by line
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(folder)) {
    throw new EmbeddedRedisError(`DATA_DIR must not contain control characters: ${JSON.stringify(folder)}`);
  }
  makePrivateFolder(folder);
  const { path, privateTemp } = chooseSocketPath(folder, tmpdir(), process.getuid?.() ?? 0);
  if (privateTemp !== null) makePrivateFolder(privateTemp);
  return { folder, socketPath: path };
}
