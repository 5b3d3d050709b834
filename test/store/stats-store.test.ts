import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { NO_PLAN } from '../../src/core/facts.ts';
import { auditCutAt, readAudit } from '../../src/store/audit-store.ts';
import { AUDIT_MAX, createKeys } from '../../src/store/keys.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { dayOf, readStats } from '../../src/store/stats-store.ts';
import { DAY, HOUR, NOON, SECOND } from '../core/builders.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';
import { said, verdict } from './sender-store.contract.ts';

const keys = createKeys(uniquePrefix('stats'));
let redis: Redis;
beforeAll(() => {
  redis = testRedis();
});
afterAll(() => redis.quit());

describe('the counters of a day', () => {
  it('add up with what was recorded, by UTC day, and expire', async () => {
    const store = createSenderStore(redis, keys, { senderMemoryMs: DAY });
    const counts = new Map([
      ['enforce.flag', 1],
      ['rule.größe|1', 2],
    ]);
    const ids = ['m1', 'm2', 'm3'];
    await store.observe(
      '1',
      ids.map((id) => said('a', id)),
      NOON,
      NO_PLAN,
    );
    const record = (id: string, now: number) =>
      store.record('1', verdict('a', { [id]: 'flag' }, { counts, audit: ['{"n":1}'] }), now);
    expect(await record('m1', NOON)).toBe(true);
    expect(await record('m1', NOON)).toBe(false);
    expect(await record('m2', NOON + SECOND)).toBe(true);
    expect(await record('m3', NOON + 12 * HOUR)).toBe(true);
    const days = await readStats(redis, keys, '1', { from: NOON - DAY, to: NOON + DAY });
    expect(days.map(({ counts: day }) => day.get('enforce.flag') ?? 0)).toEqual([0, 2, 1]);
    expect(days.map(({ from }) => dayOf(from))).toEqual(['20261013', '20261014', '20261015']);
    expect(days[1]?.counts.get('rule.größe|1')).toBe(4);
    expect(await redis.ttl(`${keys.base('1')}:stats:20261014`)).toBeGreaterThan(89 * 86_400);
  });
});

describe('the audit', () => {
  it('is read newest first from an instant on, over pages', async () => {
    const key = `${keys.base('2')}:audit`;
    const pipeline = redis.pipeline();
    for (let n = 1; n <= 2_500; n += 1) pipeline.xadd(key, `${n}-0`, 'd', JSON.stringify({ n }));
    await pipeline.exec();
    const read: unknown[] = [];
    for await (const row of readAudit(redis, keys, '2', 500)) read.push(row);
    expect(read).toHaveLength(2_001);
    expect(read[0]).toEqual({ storedAt: 2_500, line: { n: 2_500 } });
    expect(read.at(-1)).toEqual({ storedAt: 500, line: { n: 500 } });
    expect(await auditCutAt(redis, keys, '2')).toBeNull();
  });

  it('says how far it reaches back once older lines gave way', async () => {
    const key = `${keys.base('3')}:audit`;
    expect(await auditCutAt(redis, keys, '3')).toBeNull();
    const pipeline = redis.pipeline();
    for (let n = 1; n <= AUDIT_MAX; n += 1) pipeline.xadd(key, `${n + 70}-0`, 'd', '{}');
    await pipeline.exec();
    expect(await auditCutAt(redis, keys, '3')).toBe(71);
  });
});
