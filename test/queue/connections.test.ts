import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { producerConnection, workerConnection, type RedisAddress } from '../../src/queue/connections.ts';
import { privateRedis, testRedis, testRedisPath, uniquePrefix } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';

/** An address that leads to one Redis after another, as a failover's does. */
class Road implements AsyncDisposable {
  target: string;
  /** Connections made so far. */
  readonly made: Socket[] = [];
  readonly #server = createServer((client) => {
    const redis = connect(this.target);
    this.made.push(client);
    client.on('error', () => redis.destroy()).on('close', () => redis.destroy());
    redis.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.pipe(redis).pipe(client);
  });

  private constructor(target: string) {
    this.target = target;
  }
  static async open(target: string): Promise<Road> {
    const road = new Road(target);
    road.#server.listen(0, '127.0.0.1');
    await once(road.#server, 'listening');
    return road;
  }
  get address(): RedisAddress {
    return { url: `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}` };
  }
  /** The host behind the connections made so far is gone, without a word. */
  lose(): void {
    for (const client of this.made) client.unpipe().resume();
  }
  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.made) client.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

async function withConnection(connection: Redis, use: (connection: Redis) => Promise<void>): Promise<void> {
  connection.on('error', () => undefined);
  try {
    await waitFor(() => connection.status === 'ready');
    await use(connection);
  } finally {
    connection.disconnect();
  }
}

describe.each([
  ['the producer’s connection', producerConnection],
  ['a worker’s connection', workerConnection],
])('%s', (_, open) => {
  it('leaves a server that became a replica: the next commands reach the new primary', async () => {
    await using old = await privateRedis({ appendonly: false });
    const admin = testRedis({}, old.path);
    await admin.replicaof('127.0.0.1', 1);
    admin.disconnect();
    await using road = await Road.open(old.path);
    await withConnection(open(road.address), async (redis) => {
      const key = uniquePrefix('failover');
      road.target = testRedisPath();
      await expect(redis.set(key, '1', 'EX', 60)).rejects.toThrow('READONLY');
      await waitFor(() => redis.set(key, '1', 'EX', 60));
      expect(road.made).toHaveLength(2);
    });
  });
});

describe('a worker’s connection', () => {
  it('gives a silent server up and sends what was under way again', async () => {
    await using road = await Road.open(testRedisPath());
    await withConnection(workerConnection(road.address, 300), async (redis) => {
      road.lose();
      expect(await redis.set(uniquePrefix('silent'), '1', 'EX', 60)).toBe('OK');
      expect(road.made).toHaveLength(2);
    });
  });

  it('is not given up while it has nothing to wait for', async () => {
    await using road = await Road.open(testRedisPath());
    await withConnection(workerConnection(road.address, 50), async (redis) => {
      const until = Date.now() + 300;
      await waitFor(() => Date.now() > until);
      expect(await redis.ping()).toBe('PONG');
      expect(road.made).toHaveLength(1);
    });
  });
});
