import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

export type Arg = string | number | Buffer;

/** One Lua file as a function; answers are buffers. Loads itself again when Redis forgot it (restart, SCRIPT FLUSH). */
export interface Script {
  run: (redis: Redis, base: string, args: readonly Arg[]) => Promise<unknown>;
}

export function loadScript(fileName: string): Script {
  const source = readFileSync(new URL(fileName, import.meta.url), 'utf8');
  const sha = createHash('sha1').update(source).digest('hex');
  return {
    run: async (redis, base, args) => {
      try {
        return await redis.callBuffer('EVALSHA', sha, 1, base, ...args);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return redis.callBuffer('EVAL', source, 1, base, ...args);
      }
    },
  };
}
