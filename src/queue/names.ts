/** The two BullMQ queues. Moderation jobs carry chunks; enforcement jobs are wake-ups and carry no users. */
export const MODERATION = 'moderation';
export const ENFORCEMENT = 'enforcement';

/** Job names inside the queues. */
export const CHUNK_JOB = 'chunk';
export const FLUSH_JOB = 'flush';
export const SWEEP_JOB = 'sweep';
export const RECONCILE_JOB = 'reconcile';
export const WARN_JOB = 'warn';

/** What a flush job carries. */
export interface FlushData {
  phoneNumberId: string;
}

/** BullMQ key prefix of one shard; the braces keep all keys of a shard in one cluster slot. */
export const shardPrefix = (keyPrefix: string, shard: number): string => `{${keyPrefix}:q${shard}}`;

/** All shard prefixes, in shard order: what a worker process listens to. */
export const shardPrefixes = (keyPrefix: string, shards: number): string[] =>
  Array.from({ length: shards }, (_, shard) => shardPrefix(keyPrefix, shard));

/**
 * The shard of a number, 0 … shards−1. FNV-1a: stable between processes and releases, because the receiver and the
 * workers must agree on it.
 */
export function shardOf(phoneNumberId: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < phoneNumberId.length; i++) {
    hash = Math.imul(hash ^ phoneNumberId.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % shards;
}

/** The deduplication id of a number's flush: one of each delay waits, so that no later one takes the place of an earlier one, and at most one of each runs. */
export const flushId = (phoneNumberId: string, delayMs: number): string =>
  `flush-${delayMs}-${phoneNumberId}`;
