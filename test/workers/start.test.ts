import { describe, expect, it } from '@jest/globals';
import type { Chunk } from '../../src/core/message.ts';
import { producerConnection, workerConnection } from '../../src/queue/connections.ts';
import { ENFORCEMENT, shardPrefix } from '../../src/queue/names.ts';
import { createQueues } from '../../src/queue/queues.ts';
import { startWorkers, type WorkersDeps } from '../../src/workers/start.ts';
import { testRedisPath, uniquePrefix } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';

const chunk: Chunk = {
  phoneNumberId: '100000000000010',
  displayPhoneNumber: null,
  receivedAt: 1,
  envelopes: [],
};
const idle: WorkersDeps['enforce'] = {
  run: () => Promise.resolve('idle'),
  reconcile: () => Promise.resolve(),
  numbers: () => Promise.resolve([]),
  isAnythingToDo: () => Promise.resolve(false),
  requestFlush: () => Promise.resolve(),
  warn: () => Promise.resolve(),
  requestLeftWarnings: () => Promise.resolve(),
  failed: () => undefined,
};

describe('startWorkers', () => {
  it('closes within its time although a job hangs, and leaves that job to the next worker', async () => {
    const address = { path: testRedisPath() };
    const prefix = uniquePrefix('workers');
    const settings = { prefix, shards: 1, concurrency: 1, lockMs: 1_000, stalledIntervalMs: 200 };
    const pace = { sweepIntervalMs: 60_000, reconcileIntervalMs: 60_000, schedulerRefreshMs: 60_000 };
    const [producer, first, second] = [
      producerConnection(address),
      workerConnection(address),
      workerConnection(address),
    ];
    await waitFor(() => producer.status === 'ready');
    const queues = createQueues(producer, { prefix, shards: 1 });
    const errors: unknown[] = [];
    const onError = (_: string, error: unknown): void => void errors.push(error);

    let started = 0;
    const hang = (): Promise<void> => {
      started += 1;
      return new Promise(() => undefined);
    };
    const hanging = startWorkers(first, { ...settings, ...pace }, { moderate: hang, enforce: idle, onError });
    await hanging.ready;
    await queues.addChunks([chunk]);
    await waitFor(() => started === 1);
    let closed = false;
    void hanging.close(200).then(() => (closed = true));
    await waitFor(() => closed, { timeoutMs: 5_000 });

    const done: Chunk[] = [];
    const moderate = (given: Chunk): Promise<void> => Promise.resolve(void done.push(given));
    const next = startWorkers(second, { ...settings, ...pace }, { moderate, enforce: idle, onError });
    await waitFor(() => done.length === 1);
    expect(done).toEqual([chunk]);
    expect(started).toBe(1);
    await next.close(5_000);
    await queues.close();
    for (const connection of [producer, first, second]) connection.disconnect();
    expect(errors).toEqual([]);
  }, 30_000);

  it('leaves event streams as short as the queues made them', async () => {
    const prefix = uniquePrefix('workers');
    const producer = producerConnection({ path: testRedisPath() });
    const connection = workerConnection({ path: testRedisPath() });
    await waitFor(() => producer.status === 'ready');
    const queues = createQueues(producer, { prefix, shards: 1 });
    const settings = { prefix, shards: 1, concurrency: 1, lockMs: 1_000, stalledIntervalMs: 200 };
    const pace = { sweepIntervalMs: 10, reconcileIntervalMs: 60_000, schedulerRefreshMs: 60_000 };
    let sweeps = 0;
    const numbers = (): Promise<string[]> => Promise.resolve(void (sweeps += 1)).then(() => []);
    const workers = startWorkers(
      connection,
      { ...settings, ...pace },
      { moderate: () => Promise.resolve(), enforce: { ...idle, numbers }, onError: () => undefined },
    );
    await workers.ready;
    // Each sweep leaves several events, and Redis trims whole blocks of a hundred.
    await waitFor(() => sweeps > 150, { timeoutMs: 20_000 });
    const root = `${shardPrefix(prefix, 0)}:${ENFORCEMENT}`;
    expect(await producer.hget(`${root}:meta`, 'opts.maxLenEvents')).toBe('100');
    expect(await producer.xlen(`${root}:events`)).toBeLessThan(400);
    await workers.close(1_000);
    await queues.close();
    for (const one of [producer, connection]) one.disconnect();
  });
});
