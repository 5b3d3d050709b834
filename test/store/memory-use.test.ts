import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { FactPlan } from '../../src/core/facts.ts';
import { factPlan, NO_PLAN } from '../../src/core/facts.ts';
import type { Observation, Value } from '../../src/core/state/sender-state.ts';
import { SEEN_MAX } from '../../src/core/state/sender-state.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY, HOUR, NOON } from '../core/builders.ts';
import type { PrivateRedis } from '../helpers/redis.ts';
import { privateRedis, testRedis } from '../helpers/redis.ts';
import { NOON_S, said, verdict } from './sender-store.contract.ts';

/** The names as long as they are in operation. */
const keys = createKeys('cordon');
const NUMBER = '100000000000010';
const senderOf = (n: number): string => `US.9000000000000${String(n).padStart(7, '0')}`;
const SENDERS = 20_000;
const CHUNK = 100;

let server: PrivateRedis;
let redis: Redis;
beforeAll(async () => {
  server = await privateRedis({ appendonly: false });
  redis = testRedis({}, server.path);
});
afterAll(async () => {
  await redis.quit();
  await server.close();
});

async function usedMemory(): Promise<number> {
  await redis.call('MEMORY', 'PURGE');
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}

/** Each round one message of every sender, decided like in operation, on a server that was empty. */
async function growth(rounds: number, values: readonly Value[] = []): Promise<number> {
  await redis.flushall();
  const store = createSenderStore(redis, keys, { senderMemoryMs: 90 * DAY });
  // What a number takes whoever writes to it is there before.
  await store.observe(NUMBER, [said('first', 'first')], NOON, NO_PLAN);
  const before = await usedMemory();
  for (let round = 0; round < rounds; round += 1) {
    for (let from = 0; from < SENDERS; from += CHUNK) {
      const chunk = Array.from({ length: CHUNK }, (_, n): Observation => {
        return said(senderOf(from + n), `m${round}-${from + n}`, NOON_S + round, 1, { text: true, values });
      });
      await store.observe(NUMBER, chunk, NOON, NO_PLAN);
      const verdicts = chunk.map(({ senderId }, n) =>
        verdict(senderId, { [`m${round}-${from + n}`]: 'allow' }),
      );
      const senders = verdicts.flatMap((one) => one.senders);
      expect(await store.record(NUMBER, { ...verdict('', {}), senders }, NOON)).toBe(true);
    }
  }
  return (await usedMemory()) - before;
}

describe('what Redis spends', () => {
  it.each([
    [1, 300],
    [5, 400],
  ])(
    'of an idle sender with %i messages: at most %i bytes, keys, expiry and all',
    async (messages, most) => {
      const bytes = await growth(messages);
      if (process.env.SHOW_BYTES) console.log(messages, bytes / SENDERS);
      expect(bytes / SENDERS).toBeLessThanOrEqual(most);
      expect(await redis.memory('USAGE', `${keys.base(NUMBER)}:s:${senderOf(1)}`)).toBeLessThanOrEqual(400);
    },
    120_000,
  );

  it('of an idle sender who sent three messages with four links each, counted by a rule: at most 400 bytes', async () => {
    const values = Array.from({ length: 4 }, (_, n): Value => ({ of: 'links', hash: n + 1 }));
    expect((await growth(3, values)) / SENDERS).toBeLessThanOrEqual(400);
  }, 120_000);

  it('of a sender who floods: at most 48 KB, however much is counted', async () => {
    const store = createSenderStore(redis, keys, { senderMemoryMs: 90 * DAY });
    const values = Array.from({ length: 16 }, (_, n): Value => ({ of: 'phones', hash: n + 1 }));
    for (let from = 0; from < 2 * SEEN_MAX; from += CHUNK) {
      const chunk = Array.from({ length: CHUNK }, (_, n) =>
        said('flood', `f${from + n}`, NOON_S + from + n, 1, {
          text: true,
          values: values.slice(0, (from + n) % 17),
        }),
      );
      await store.observe(NUMBER, chunk, NOON + 2 * HOUR, NO_PLAN);
    }
    const key = `${keys.base(NUMBER)}:s:flood`;
    expect(await redis.strlen(key)).toBeLessThanOrEqual(12 + 17 * SEEN_MAX);
    expect(await redis.memory('USAGE', key)).toBeLessThanOrEqual(48 * 1024);
  });

  it('of a number that never rests: 1.2 MB for all seconds of 26 hours and all hours of nine days', async () => {
    await redis.flushall();
    const store = createSenderStore(redis, keys, { senderMemoryMs: 90 * DAY });
    const plan: FactPlan = factPlan([{ kind: 'surge', of: 'newcomers', withinMs: HOUR }]);
    // One message in the first and the last second of every slice writes all of its bytes.
    for (let hour = 0; hour < 26; hour += 1) {
      const chunk = Array.from({ length: 12 }, (_, n) => {
        const at = NOON_S - hour * 3600 - 1 - (n >> 1) * 600 - (n % 2) * 599;
        return said(`s${hour}-${n}`, `m${hour}-${n}`, at, 1, { text: true });
      });
      await store.observe(NUMBER, chunk, NOON, plan);
    }
    const base = keys.base(NUMBER).replaceAll(/[{}]/g, '\\$&');
    const slices = await redis.keys(`${base}:sec:*`);
    const days = await redis.keys(`${base}:hours:*`);
    const bytes = await Promise.all([...slices, ...days].map((key) => redis.memory('USAGE', key)));
    const lengths = await Promise.all(slices.map((key) => redis.strlen(key)));
    expect(slices.length).toBe(156);
    expect(Math.max(...lengths)).toBe(3_600);
    expect(bytes.reduce((sum: number, one) => sum + (one ?? 0), 0)).toBeLessThanOrEqual(1.2 * 1024 ** 2);
    for (const key of slices) expect(await redis.ttl(key)).toBeLessThanOrEqual(26 * 3600 + 600);
    for (const key of days) expect(await redis.ttl(key)).toBeLessThanOrEqual(10 * 86_400);
  });
});
