import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { MEMBERS_MAX, PLACES } from '../../src/core/campaign/cluster.ts';
import type { Trait } from '../../src/core/campaign/trait.ts';
import { SKETCH_LENGTH } from '../../src/core/similar/sketch.ts';
import type { Observed } from '../../src/core/state/exchange.ts';
import { MemoryState } from '../../src/core/state/memory.ts';
import type { Observation } from '../../src/core/state/sender-state.ts';
import { hash32 } from '../../src/core/text/hash32.ts';
import { ALIKE_MAX_BYTES, BANDS_MAX_BYTES } from '../../src/store/keys.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY, NOON } from '../core/builders.ts';
import type { PrivateRedis } from '../helpers/redis.ts';
import { privateRedis, testRedis } from '../helpers/redis.ts';
import { PLAN } from './campaign-world.ts';
import { NOON_S, said } from './sender-store.contract.ts';
import { keys } from './subjects.ts';

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

/** A text nobody else writes, or with equal numbers the same. */
function textOf(n: number): Trait {
  const bytes = Array.from({ length: SKETCH_LENGTH }, (_, place) => hash32(`${n}`, place) & 255);
  return { kind: 'text', sketch: String.fromCharCode(...bytes), shown: `${n}` };
}
const writes = (who: string, n: number, id: string): Observation => ({
  ...said(who, id, NOON_S, n, { text: true }),
  traits: [textOf(n)],
});
const CHUNK = 100;
const chunksOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, n) => all.slice(n * CHUNK, (n + 1) * CHUNK));

const KNOWN = 1_000_000;
const gang = (from: number, count: number): Observation[] =>
  Array.from({ length: count }, (_, n) => writes(`gang-${from + n}`, KNOWN, `gang-${from + n}`));
const flood = Array.from({ length: PLACES + 500 }, (_, n) => writes(`lone-${n}`, n, `lone-${n}`));

const sendersTold = (observed: Observed | undefined): (number | undefined)[] =>
  [...(observed?.number.values() ?? [])].map(({ alike }) => alike[0]?.senders.get(DAY));

describe('clusters in Redis', () => {
  it('keep their bound and a living campaign while everybody else writes something different', async () => {
    const store = createSenderStore(redis, keys, { senderMemoryMs: DAY });
    const memory = new MemoryState();
    const both = async (chunk: readonly Observation[]): Promise<(number | undefined)[]> => {
      const stored = await store.observe('flood', chunk, NOON, PLAN);
      const expected = memory.observe(chunk, NOON, PLAN);
      expect(stored.number).toEqual(expected.number);
      return sendersTold(stored);
    };
    expect(await both(gang(0, 3))).toEqual([1, 2, 3]);
    for (const chunk of chunksOf(flood)) expect(new Set(await both(chunk))).toEqual(new Set([1]));
    expect(await both(gang(3, 3))).toEqual([4, 5, 6]);
    // What had to make room is a text nobody wrote before.
    expect(await both([writes('other', 0, 'other')])).toEqual([1]);
    expect(await both([writes('other', flood.length - 1, 'other-2')])).toEqual([2]);
    const base = keys.base('flood');
    expect(await redis.hlen(`${base}:alike`)).toBeLessThanOrEqual(PLACES + 1);
    expect(await redis.memory('USAGE', `${base}:alike`, 'SAMPLES', 0)).toBeLessThan(ALIKE_MAX_BYTES / 4);
    expect(await redis.memory('USAGE', `${base}:bands`)).toBeLessThanOrEqual(BANDS_MAX_BYTES);
  }, 120_000);

  it('take no more room than is said when all of them are as large as can be', async () => {
    const store = createSenderStore(redis, keys, { senderMemoryMs: DAY });
    const clusters = 100;
    const all = Array.from({ length: clusters * (MEMBERS_MAX + 6) }, (_, n) =>
      writes(`s-${n}`, n % clusters, `m-${n}`),
    );
    let last: Observed | undefined;
    for (const chunk of chunksOf(all)) last = await store.observe('full', chunk, NOON, PLAN);
    expect(new Set(sendersTold(last))).toEqual(new Set([MEMBERS_MAX]));
    const used = (await redis.memory('USAGE', `${keys.base('full')}:alike`, 'SAMPLES', 0)) ?? 0;
    expect((used / clusters) * PLACES).toBeLessThanOrEqual(ALIKE_MAX_BYTES);
  }, 120_000);
});
