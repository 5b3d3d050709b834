import { Queue, type JobsOptions } from 'bullmq';
import type { Redis } from 'ioredis';

import type { Chunk } from '../core/message.ts';
import { withDeadline } from './deadline.ts';
import { chunkJobOptions, flushJobOptions, warnJobOptions } from './job-options.ts';
import {
  CHUNK_JOB,
  ENFORCEMENT,
  FLUSH_JOB,
  MODERATION,
  shardOf,
  shardPrefix,
  WARN_JOB,
  type FlushData,
} from './names.ts';

/** The longest a call of `Queues` takes before it rejects, ms. */
export const QUEUE_DEADLINE_MS = 2_500;

/** Nobody reads BullMQ's event streams; they are kept short instead of at BullMQ's 10,000 entries. */
const EVENTS_KEPT = 100;

export interface QueuesOptions {
  /** `KEY_PREFIX`. */
  prefix: string;
  /** `QUEUE_SHARDS`; every process must use the same. */
  shards: number;
}

interface ChunkJob {
  name: typeof CHUNK_JOB;
  data: Chunk;
  opts: JobsOptions;
}

export interface QueueCounts {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** The producing side of both queues. Every call settles within `QUEUE_DEADLINE_MS`. */
export interface Queues {
  /** Stores every chunk as one job, in one trip per shard. A rejection means "not surely all of them". */
  addChunks(chunks: readonly Chunk[]): Promise<void>;
  /** Wakes the blocker for a number after `delayMs`; while one of the same delay waits, further ones change nothing. */
  requestFlush(phoneNumberId: string, delayMs: number): Promise<void>;
  /** Has a number's waiting warnings sent, now. */
  requestWarnings(phoneNumberId: string): Promise<void>;
  /** Moderation jobs not yet done, over all shards. */
  moderationDepth(): Promise<number>;
  /** Jobs by state for both queues, over all shards. */
  counts(): Promise<QueueCounts[]>;
  /** Puts failed moderation jobs back to work; how many there were. */
  retryFailed(): Promise<number>;
  /** Lets go of the queues; the connection stays the caller's. */
  close(): Promise<void>;
}

/**
 * Opens the queues on an existing connection. Nothing waits for the connection to be ready: while it is not, a
 * `producerConnection` makes every call reject at once.
 */
export function createQueues(connection: Redis, { prefix, shards }: QueuesOptions): Queues {
  const open = (name: string, shard: number): Queue => {
    const queue = new Queue(name, {
      connection,
      prefix: shardPrefix(prefix, shard),
      skipWaitingForReady: true,
      skipVersionCheck: true,
      skipMetasUpdate: true,
    });
    queue.on('error', ignore);
    return queue;
  };
  const moderation = Array.from({ length: shards }, (_, shard) => open(MODERATION, shard));
  const enforcement = Array.from({ length: shards }, (_, shard) => open(ENFORCEMENT, shard));
  const all = [...moderation, ...enforcement];

  // BullMQ writes this once per Queue and forgets it when that fails; a Redis that comes back empty needs it again.
  const boundEventStreams = (): void => {
    for (const queue of all)
      connection.hset(queue.toKey('meta'), 'opts.maxLenEvents', EVENTS_KEPT).catch(ignore);
  };
  connection.on('ready', boundEventStreams);
  if (connection.status === 'ready') boundEventStreams();

  const pick = (queues: readonly Queue[], phoneNumberId: string): Queue => {
    const queue = queues[shardOf(phoneNumberId, shards)];
    if (queue === undefined) throw new RangeError(`No queue shard for ${shards} shards`);
    return queue;
  };
  const bounded = <T>(work: Promise<T>, what: string): Promise<T> =>
    withDeadline(work, QUEUE_DEADLINE_MS, what);

  return {
    async addChunks(chunks) {
      const byShard = new Map<Queue, ChunkJob[]>();
      for (const data of chunks) {
        const queue = pick(moderation, data.phoneNumberId);
        const jobs = byShard.get(queue);
        const job: ChunkJob = { name: CHUNK_JOB, data, opts: chunkJobOptions };
        if (jobs === undefined) byShard.set(queue, [job]);
        else jobs.push(job);
      }
      const adds = Array.from(byShard, ([queue, jobs]) => queue.addBulk(jobs));
      await bounded(Promise.all(adds), 'storing chunks');
    },
    async requestFlush(phoneNumberId, delayMs) {
      const data: FlushData = { phoneNumberId };
      const queue = pick(enforcement, phoneNumberId);
      await bounded(
        queue.add(FLUSH_JOB, data, flushJobOptions(phoneNumberId, delayMs)),
        'requesting a flush',
      );
    },
    async requestWarnings(phoneNumberId) {
      const data: FlushData = { phoneNumberId };
      const added = pick(enforcement, phoneNumberId).add(WARN_JOB, data, warnJobOptions(phoneNumberId));
      await bounded(added, 'requesting warnings');
    },
    async moderationDepth() {
      const counts = moderation.map((queue) => queue.getJobCountByTypes('waiting', 'active', 'delayed'));
      return (await bounded(Promise.all(counts), 'counting jobs')).reduce((sum, count) => sum + count, 0);
    },
    counts: () =>
      bounded(
        Promise.all([countAll(MODERATION, moderation), countAll(ENFORCEMENT, enforcement)]),
        'counting jobs',
      ),
    async retryFailed() {
      const failed = await Promise.all(moderation.map((queue) => queue.getFailedCount()));
      await bounded(
        Promise.all(moderation.map((queue) => queue.retryJobs({ state: 'failed' }))),
        'retrying jobs',
      );
      return failed.reduce((sum, count) => sum + count, 0);
    },
    async close() {
      connection.off('ready', boundEventStreams);
      await Promise.all(all.map((queue) => queue.close()));
    },
  };
}

async function countAll(name: string, queues: readonly Queue[]): Promise<QueueCounts> {
  const total: QueueCounts = { name, waiting: 0, active: 0, delayed: 0, failed: 0 };
  for (const counts of await Promise.all(queues.map((queue) => queue.getJobCounts()))) {
    for (const state of ['waiting', 'active', 'delayed', 'failed'] as const)
      total[state] += counts[state] ?? 0;
  }
  return total;
}

/** Connection errors are reported by whoever made the connection; calls report their own failures. */
const ignore = (): void => undefined;
