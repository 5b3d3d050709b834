import type { Redis } from 'ioredis';

/** What a Redis says about itself, by INFO alone: hosted ones refuse CONFIG. null = it does not say. */
export interface RedisFacts {
  /** `Redis` or `Valkey`. */
  product: string;
  version: string;
  appendOnly: boolean;
  /** `ok`, or what went wrong with the last write to the append-only file. */
  lastAppend: string | null;
  policy: string | null;
  /** Bytes; 0 = no limit. */
  maxMemory: number | null;
  usedMemory: number | null;
  evictedKeys: number;
  isReplica: boolean;
  isCluster: boolean;
  /** Its clock minus ours, ms. */
  clockAheadMs: number;
}

/** Rejects with the client's error when Redis does not answer or refuses us. */
export async function askRedis(redis: Redis, now: () => number): Promise<RedisFacts> {
  const info = fields(await redis.info());
  const before = now();
  const [seconds, micros] = await redis.time();
  const middle = (before + now()) / 2;
  const valkey = info.get('valkey_version');
  return {
    product: valkey === undefined ? 'Redis' : 'Valkey',
    version: valkey ?? info.get('redis_version') ?? '0',
    appendOnly: info.get('aof_enabled') === '1',
    lastAppend: info.get('aof_last_write_status') ?? null,
    policy: info.get('maxmemory_policy') ?? null,
    maxMemory: number(info.get('maxmemory')),
    usedMemory: number(info.get('used_memory')),
    evictedKeys: number(info.get('evicted_keys')) ?? 0,
    isReplica: info.get('role') === 'slave',
    isCluster: info.get('cluster_enabled') === '1',
    clockAheadMs: Math.round(Number(seconds) * 1000 + Number(micros) / 1000 - middle),
  };
}

function fields(info: string): Map<string, string> {
  const lines = info.split(/\r?\n/).map((line) => /^([a-z0-9_]+):(.*)$/.exec(line));
  return new Map(lines.flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2] ?? '']])));
}

const number = (text: string | undefined): number | null =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
