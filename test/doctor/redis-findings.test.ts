import { describe, expect, it } from '@jest/globals';
import { askRedis, type RedisFacts } from '../../src/doctor/redis-facts.ts';
import { judgeRedis } from '../../src/doctor/redis-findings.ts';
import { privateRedis, testRedis } from '../helpers/redis.ts';

const MB = 1_048_576;
const SOUND: RedisFacts = {
  product: 'Redis',
  version: '7.0.15',
  appendOnly: true,
  lastAppend: 'ok',
  policy: 'noeviction',
  maxMemory: 512 * MB,
  usedMemory: 5 * MB,
  evictedKeys: 0,
  isReplica: false,
  isCluster: false,
  clockAheadMs: -3,
};

/** Status and text of what is not ok. */
const complaints = (facts: Partial<RedisFacts>): string[] =>
  judgeRedis({ ...SOUND, ...facts })
    .filter(({ status }) => status !== 'ok')
    .map(({ status, what }) => `${status}: ${what}`);

describe('what is said of a Redis', () => {
  it('finds nothing wrong with a sound one', () => {
    expect(complaints({})).toEqual([]);
    expect(complaints({ product: 'Valkey', version: '8.1.0' })).toEqual([]);
    expect(judgeRedis(SOUND).every(({ mend }) => mend === null)).toBe(true);
  });

  it.each<[Partial<RedisFacts>, RegExp]>([
    [{ version: '6.2.14' }, /^fail: Redis 6\.2\.14 is too old/],
    [{ appendOnly: false }, /^fail: persistence \(AOF\) is off/],
    [{ lastAppend: 'err' }, /^fail: Redis could not write its append-only file/],
    [{ policy: 'allkeys-lru' }, /^fail: maxmemory-policy is allkeys-lru/],
    [{ evictedKeys: 7 }, /^warn: 7 keys were evicted/],
    [{ maxMemory: 0 }, /^warn: maxmemory is not set/],
    [{ maxMemory: null }, /^warn: maxmemory is not set/],
    [{ usedMemory: 308 * MB }, /^warn: 60 % of 512 MB are used/],
    [{ usedMemory: 420 * MB }, /^fail: 82 % of 512 MB are used: deliveries are turned away/],
    [{ isReplica: true }, /^fail: this Redis is a replica/],
    [{ isCluster: true }, /^warn: this Redis is a cluster/],
    [{ clockAheadMs: 2_500 }, /^warn: the clock of Redis is 2\.5 s ahead of this machine's/],
    [{ clockAheadMs: -90_000 }, /^fail: the clock of Redis is 90\.0 s behind this machine's/],
  ])('%j', (facts, complaint) => {
    const [only, ...more] = complaints(facts);
    expect(only).toMatch(complaint);
    expect(more).toEqual([]);
    const mends = judgeRedis({ ...SOUND, ...facts }).filter(({ status }) => status !== 'ok');
    expect(mends.every(({ mend }) => mend !== null && mend.length > 10)).toBe(true);
  });
});

describe('what a Redis says of itself', () => {
  it('is read from INFO and TIME', async () => {
    await using server = await privateRedis({ maxMemoryBytes: 64 * MB });
    const redis = testRedis({}, server.path);
    try {
      const facts = await askRedis(redis, Date.now);
      expect(facts).toMatchObject({
        appendOnly: true,
        lastAppend: 'ok',
        policy: 'noeviction',
        maxMemory: 64 * MB,
        evictedKeys: 0,
        isReplica: false,
        isCluster: false,
      });
      expect(Number.parseInt(facts.version, 10)).toBeGreaterThanOrEqual(7);
      expect(facts.usedMemory).toBeGreaterThan(0);
      expect((await askRedis(redis, () => Date.now() - 60_000)).clockAheadMs).toBeGreaterThan(50_000);
      await redis.config('SET', 'maxmemory-policy', 'allkeys-lru', 'appendonly', 'no');
      expect(await askRedis(redis, Date.now)).toMatchObject({ appendOnly: false, policy: 'allkeys-lru' });
    } finally {
      redis.disconnect();
    }
  });
});
