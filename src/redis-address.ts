import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import { UserError } from './errors.ts';
import type { RedisAddress } from './queue/connections.ts';
import { attachEmbedded } from './redis/attach.ts';

/** REDIS_URL as connections take it; null when Cordon runs its own. `unix:///path` names a socket. */
export function configuredRedis(secrets: Secrets): RedisAddress | null {
  const { redisUrl } = secrets;
  if (redisUrl === null) return null;
  return redisUrl.startsWith('unix://') ? { path: redisUrl.slice('unix://'.length) } : { url: redisUrl };
}

/** Where a command finds the Redis of the Cordon at work. Throws a UserError when there is none. */
export async function runningRedis(config: Config, secrets: Secrets): Promise<RedisAddress> {
  const configured = configuredRedis(secrets);
  if (configured !== null) return configured;
  const { path, ownerPid, silent } = await attachEmbedded(config.dataDir);
  if (path !== null) return { path };
  const problem = silent
    ? `The Redis in ${config.dataDir} does not answer.`
    : `No Cordon is running on ${config.dataDir}.`;
  const hint = silent
    ? `Look at the log of the Cordon with pid ${ownerPid ?? 'unknown'}, or start it again.`
    : 'Start one (npm start), or set DATA_DIR or REDIS_URL to those of the running one.';
  throw new UserError(problem, { hint, exitCode: 1 });
}
