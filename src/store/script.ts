import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

export type Arg = string | number | Buffer;

/** Lua as a function; answers are buffers. Loads itself again when Redis forgot it (restart, SCRIPT FLUSH). */
export interface Script {
  run: (redis: Redis, base: string, args: readonly Arg[]) => Promise<unknown>;
}

/** Several files are one script: what the first ones define, the last one uses. */
export function loadScript(...fileNames: string[]): Script {
  const source = fileNames
    .map((fileName) => readFileSync(new URL(fileName, import.meta.url), 'utf8'))
    .join('\n');
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
