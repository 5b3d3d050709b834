import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';

import type { Chunk } from '../../src/core/message.ts';
import { producerConnection, workerConnection } from '../../src/queue/connections.ts';
import { RedisTimeoutError, withDeadline } from '../../src/queue/deadline.ts';
import { CHUNK_BACKOFF, chunkBackoff } from '../../src/queue/job-options.ts';
import { ENFORCEMENT, MODERATION, shardOf, shardPrefix } from '../../src/queue/names.ts';
import { createQueues, type Queues } from '../../src/queue/queues.ts';
import { privateRedis, testRedisPath, uniquePrefix } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';

const chunk = (phoneNumberId: string, text = 'x'): Chunk => ({
  phoneNumberId,
  displayPhoneNumber: null,
  receivedAt: 1,
  envelopes: [{ channel: 'messages', message: { text }, contact: null }],
});

let producer: Redis;
let consumer: Redis;
beforeAll(async () => {
  producer = producerConnection({ path: testRedisPath() });
  consumer = workerConnection({ path: testRedisPath() });
  await waitFor(() => producer.status === 'ready' && consumer.status === 'ready');
});
afterAll(() => {
  producer.disconnect();
  consumer.disconnect();
});

async function withQueues(
  shards: number,
  use: (queues: Queues, prefix: string) => Promise<void>,
): Promise<void> {
  const prefix = uniquePrefix('queues');
  const queues = createQueues(producer, { prefix, shards });
  try {
    await use(queues, prefix);
  } finally {
    await queues.close();
  }
}

/** A real BullMQ worker on our worker connection. */
async function withWorker(
  prefix: string,
  name: string,
  process: (job: Job) => Promise<void>,
  use: () => Promise<void>,
): Promise<void> {
  const settings = { backoffStrategy: chunkBackoff };
  const worker = new Worker(name, process, {
    connection: consumer,
    prefix: shardPrefix(prefix, 0),
    settings,
  });
  worker.on('error', () => undefined);
  try {
    await use();
  } finally {
    await worker.close();
  }
}

describe('moderation', () => {
  it('hands each chunk to a worker as it was, once, in order, and leaves nothing behind', () =>
    withQueues(1, async (queues, prefix) => {
      const chunks = Array.from({ length: 20 }, (_, i) => chunk('1', `café 😀 ${i}`));
      await queues.addChunks(chunks.slice(0, 12));
      await queues.addChunks(chunks.slice(12));
      expect(await queues.moderationDepth()).toBe(20);
      const seen: unknown[] = [];
      const keep = (job: Job): Promise<void> => Promise.resolve(void seen.push(job.data));
      await withWorker(prefix, MODERATION, keep, async () => {
        await waitFor(async () => (await queues.moderationDepth()) === 0);
      });
      expect(seen).toEqual(chunks);
      const jobKeys = (await producer.keys(`${shardPrefix(prefix, 0)}:${MODERATION}:*`)).filter((key) =>
        /:\d+$/.test(key),
      );
      expect(jobKeys).toEqual([]);
    }));

  it('retries a chunk that fails, without an end in sight', () =>
    withQueues(1, async (queues, prefix) => {
      await queues.addChunks([chunk('1')]);
      let tries = 0;
      const failOnce = (job: Job): Promise<void> => {
        tries += 1;
        expect(job.opts).toMatchObject({
          attempts: 1_000_000,
          backoff: { type: CHUNK_BACKOFF },
          removeOnFail: false,
        });
        return tries === 1 ? Promise.reject(new Error('first try')) : Promise.resolve();
      };
      await withWorker(prefix, MODERATION, failOnce, async () => {
        await waitFor(async () => tries === 2 && (await queues.moderationDepth()) === 0);
      });
    }));

  it('puts each number’s chunks into its own shard', () =>
    withQueues(3, async (queues, prefix) => {
      const numbers = ['1', '2', '3', '4', '5', '6'];
      await queues.addChunks(numbers.map((number) => chunk(number)));
      expect(await queues.moderationDepth()).toBe(6);
      for (let shard = 0; shard < 3; shard++) {
        const expected = numbers.filter((number) => shardOf(number, 3) === shard).length;
        expect(await producer.llen(`${shardPrefix(prefix, shard)}:${MODERATION}:wait`)).toBe(expected);
      }
    }));

  it('stores nothing for nothing', () =>
    withQueues(1, async (queues) => {
      await queues.addChunks([]);
      expect(await queues.moderationDepth()).toBe(0);
    }));

  it('keeps BullMQ’s event stream short', () =>
    withQueues(1, async (queues, prefix) => {
      const root = `${shardPrefix(prefix, 0)}:${MODERATION}`;
      await waitFor(async () => (await producer.hget(`${root}:meta`, 'opts.maxLenEvents')) === '100');
      for (let i = 0; i < 10; i++) await queues.addChunks(Array.from({ length: 50 }, () => chunk('1')));
      // Redis trims streams by whole nodes of 100 entries.
      expect(await producer.xlen(`${root}:events`)).toBeLessThanOrEqual(200);
    }));
});

describe('flush', () => {
  const flushes = async (prefix: string): Promise<number> => {
    const root = `${shardPrefix(prefix, 0)}:${ENFORCEMENT}`;
    return (await producer.zcard(`${root}:delayed`)) + (await producer.llen(`${root}:wait`));
  };

  it('waits once per number, however often it is requested', () =>
    withQueues(1, async (queues, prefix) => {
      for (const number of ['1', '1', '2', '1', '2']) await queues.requestFlush(number, 60_000);
      expect(await flushes(prefix)).toBe(2);
    }));

  it('runs once more when requested while it runs, and again after it ended', () =>
    withQueues(1, async (queues, prefix) => {
      let release: () => void = () => undefined;
      let runs = 0;
      const run = (job: Job): Promise<void> => {
        expect(job.data).toEqual({ phoneNumberId: '1' });
        runs += 1;
        return runs === 1 ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
      };
      await withWorker(prefix, ENFORCEMENT, run, async () => {
        await queues.requestFlush('1', 0);
        await waitFor(() => runs === 1);
        await queues.requestFlush('1', 0);
        await queues.requestFlush('1', 0);
        release();
        await waitFor(() => runs === 2);
        await waitFor(async () => {
          await queues.requestFlush('1', 0);
          return runs >= 3;
        });
      });
    }));
});

describe('while Redis is away', () => {
  it('rejects instead of waiting, from the very start, and works once Redis is there', async () => {
    await using redis = await privateRedis();
    await redis.stop();
    const connection = producerConnection({ path: redis.path });
    connection.on('error', () => undefined);
    const queues = createQueues(connection, { prefix: uniquePrefix('away'), shards: 1 });
    try {
      await expect(queues.addChunks([chunk('1')])).rejects.toThrow();
      await expect(queues.requestFlush('1', 0)).rejects.toThrow();
      await expect(queues.moderationDepth()).rejects.toThrow();
      await redis.restart();
      await waitFor(() => queues.addChunks([chunk('1')]).then(() => true));
      redis.freeze();
      await expect(queues.addChunks([chunk('1')])).rejects.toThrow(/timed out|no answer/i);
      redis.thaw();
      await waitFor(() => queues.addChunks([chunk('1')]).then(() => true));
    } finally {
      redis.thaw();
      await queues.close();
      connection.disconnect();
    }
  });

  it('gives up on a promise that never settles', async () => {
    await expect(withDeadline(new Promise(() => undefined), 10, 'waiting')).rejects.toThrow(
      RedisTimeoutError,
    );
    await expect(withDeadline(Promise.resolve(1), 1_000, 'waiting')).resolves.toBe(1);
    await expect(withDeadline(Promise.reject(new Error('x')), 1_000, 'waiting')).rejects.toThrow('x');
  });
});
