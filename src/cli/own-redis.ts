import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Secrets } from '../config/secrets.ts';
import { UserError } from '../errors.ts';
import { configuredRedis } from '../redis-address.ts';
import { attachEmbedded } from '../redis/attach.ts';
import type { EmbeddedRedis } from '../redis/embedded.ts';
import { startEmbeddedRedis } from '../redis/embedded.ts';
import { EmbeddedRedisError } from '../redis/errors.ts';
import type { Io } from './io.ts';

/** Starts the private Redis of the data folder when it is wanted. Throws a UserError that says what to do. */
export async function ownRedis(
  config: Config,
  wanted: boolean,
  io: Io,
  say: (line: string) => void,
): Promise<EmbeddedRedis | null> {
  if (!wanted) return null;
  const CI = io.env.CI ?? '';
  try {
    return await startEmbeddedRedis({
      dataDir: config.dataDir,
      maxMemoryBytes: config.redis.embeddedMaxmemoryMb * 1_048_576,
      install: { searchPath: io.env.PATH ?? '', unasked: CI === '1' || CI === 'true' },
      say,
    });
  } catch (error) {
    if (error instanceof EmbeddedRedisError) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

/** True when the data folder holds a private Redis that nobody runs now. */
export async function isRedisIdle(config: Config, secrets: Secrets): Promise<boolean> {
  if (configuredRedis(secrets) !== null || !existsSync(join(config.dataDir, 'redis'))) return false;
  const { path, ownerPid, silent } = await attachEmbedded(config.dataDir);
  return path === null && ownerPid === null && !silent;
}
