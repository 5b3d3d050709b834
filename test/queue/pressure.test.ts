import { describe, expect, it } from '@jest/globals';

import { producerConnection } from '../../src/queue/connections.ts';
import { judge, PRESSURE_LIMITS, startPressureProbe, type Pressure } from '../../src/queue/pressure.ts';
import { privateRedis } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';

const info = (used: number, max: number): string =>
  `# Memory\r\nused_memory:${used}\r\nused_memory_human:1M\r\nmaxmemory:${max}\r\nmaxmemory_policy:noeviction\r\n`;

describe('judge', () => {
  it.each<[string, number, string, Pressure]>([
    ['all well', 0, info(10, 100), null],
    ['just below both limits', 99_999, info(79, 100), null],
    ['the queue at its limit', 100_000, info(10, 100), 'queue-depth'],
    ['memory at 80 %', 0, info(80, 100), 'redis-memory'],
    ['both: memory first', 100_000, info(99, 100), 'redis-memory'],
    ['no maxmemory set', 0, info(1_000, 0), null],
    ['nothing known about memory', 0, '', null],
  ])('%s', (_name, depth, text, expected) => {
    expect(judge(depth, text, PRESSURE_LIMITS)).toBe(expected);
  });
});

describe('the probe', () => {
  it('says so when Redis does not answer, and when it does again', async () => {
    await using redis = await privateRedis();
    const connection = producerConnection({ path: redis.path });
    connection.on('error', () => undefined);
    const limits = { ...PRESSURE_LIMITS, intervalMs: 20, timeoutMs: 200 };
    const probe = startPressureProbe(connection, () => connection.dbsize(), limits);
    try {
      expect(probe.current()).toBe('redis-unreachable');
      await waitFor(() => probe.current() === null);
      redis.freeze();
      await waitFor(() => probe.current() === 'redis-unreachable');
      redis.thaw();
      await waitFor(() => probe.current() === null);
      await redis.kill9();
      await waitFor(() => probe.current() === 'redis-unreachable');
      await redis.restart();
      await waitFor(() => probe.current() === null);
    } finally {
      redis.thaw();
      probe.close();
      connection.disconnect();
    }
  });
});
