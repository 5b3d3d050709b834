import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { loadScript } from './script.ts';

/** The last daily export, and why there is none newer. */
export interface ExportRecord {
  /** null: none was written yet. */
  last: { at: number; day: string; file: string; entries: number | null; process: string } | null;
  failure: { at: number; process: string; message: string } | null;
}

/** What the workers tell each other of the daily export. */
export interface ExportStore {
  read: () => Promise<ExportRecord>;
  done: (last: NonNullable<ExportRecord['last']>) => Promise<void>;
  failed: (failure: NonNullable<ExportRecord['failure']>) => Promise<void>;
  /** Takes (or keeps) the right to export; false when another worker has it. */
  acquire: (token: string, ttlMs: number) => Promise<boolean>;
  release: (token: string) => Promise<void>;
}

export function createExportStore(redis: Redis, keys: Keys): ExportStore {
  const lease = loadScript('./lease.lua');
  // Only Cordon writes these fields, so what comes back is what went in.
  const parse = (raw: string | null | undefined): unknown => (raw == null ? null : JSON.parse(raw));
  return {
    async read() {
      const [last, failure] = await redis.hmget(keys.exports, 'last', 'failure');
      return { last: parse(last), failure: parse(failure) } as ExportRecord;
    },
    async done(last) {
      await redis
        .multi()
        .hset(keys.exports, 'last', JSON.stringify(last))
        .hdel(keys.exports, 'failure')
        .exec();
    },
    async failed(failure) {
      await redis.hset(keys.exports, 'failure', JSON.stringify(failure));
    },
    acquire: async (token, ttlMs) => (await lease.run(redis, keys.exports, ['acquire', token, ttlMs])) === 1,
    async release(token) {
      await lease.run(redis, keys.exports, ['release', token, 0]);
    },
  };
}
