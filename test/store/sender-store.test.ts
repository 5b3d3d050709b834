import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { NO_BRAKE } from '../../src/core/brake.ts';
import type { Verdicts } from '../../src/core/state/exchange.ts';
import { NO_PLAN } from '../../src/core/facts.ts';
import { WARNINGS_MAX } from '../../src/core/state/exchange.ts';
import type { Warning } from '../../src/core/warning.ts';
import { messageKey } from '../../src/store/sender-codec.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY, entry, HOUR, MINUTE, NOON, wanted } from '../core/builders.ts';
import { privateRedis, testRedis } from '../helpers/redis.ts';
import { NOON_S, said, senderStoreContract, verdict } from './sender-store.contract.ts';
import { keys, memorySubject, redisSubject } from './subjects.ts';

let redis: Redis;
beforeAll(() => {
  redis = testRedis();
});
afterAll(() => redis.quit());

senderStoreContract('memory', memorySubject);
senderStoreContract('Redis', () => redisSubject(redis));

describe('warnings', () => {
  const warning = (n: number): Warning => ({
    ...{ senderId: 'a', target: { user: '+15550000001' }, text: `n${n}`, messageId: `m${n}` },
    ...{ beforeBlock: false, rules: [], sendBy: NOON, perMinute: 20 },
    atMost: { count: 1, withinMs: DAY },
  });
  const texts = async (base: string): Promise<unknown[]> =>
    (await redis.lrange(`${base}:warnings`, 0, -1)).map((raw) => (JSON.parse(raw) as Warning).text);

  it('wait in the order of their decisions, once, beside allows and entries', async () => {
    const subject = redisSubject(redis);
    await subject.observe([said('a', 'm1'), said('b', 'm2')], NOON);
    const allows = [{ key: messageKey('m2'), senderId: 'b', at: NOON, score: 0 }];
    const one = {
      ...verdict('a', { m1: 'warn' }, { entry: wanted({ senderId: 'a' }), allows, audit: ['{}'] }),
      warnings: [warning(1), warning(2)],
    };
    expect(await subject.record(one, NOON)).toBe(true);
    expect(await subject.record(one, NOON)).toBe(false);
    expect(await texts(subject.base)).toEqual(['n1', 'n2']);
    expect(await redis.exists(`${subject.base}:e:a`)).toBe(1);
  });

  it('that nobody sends give way to newer ones beyond their bound, and are counted', async () => {
    const subject = redisSubject(redis);
    const many = Array.from({ length: WARNINGS_MAX + 3 }, (_, n) => warning(n));
    await subject.record({ ...verdict('a', {}), warnings: many }, NOON);
    const kept = await texts(subject.base);
    expect([kept.length, kept[0]]).toEqual([WARNINGS_MAX, 'n3']);
    expect(await redis.hget(`${subject.base}:stats:20261014`, 'warning.unsent')).toBe('3');
  });
});

describe('the Redis store', () => {
  it('of two workers that read the same only one records', async () => {
    const subject = redisSubject(redis);
    const other = testRedis();
    try {
      const second = createSenderStore(other, keys, { senderMemoryMs: DAY });
      await subject.observe([said('a', 'm1')], NOON);
      for (let round = 0; round < 20; round += 1) {
        const id = `race-${round}`;
        await subject.observe([said('a', id)], NOON);
        const answers = await Promise.all([
          subject.record(verdict('a', { [id]: 'flag' }), NOON),
          second.record(subject.phoneNumberId, verdict('a', { [id]: 'block' }), NOON),
        ]);
        expect(answers.filter(Boolean)).toHaveLength(1);
      }
    } finally {
      await other.quit();
    }
  });

  it('keeps an idle sender with one message in at most 400 bytes', async () => {
    const subject = redisSubject(redis);
    const senderId = 'US.90000000000000000123';
    await subject.observe([said(senderId, 'wamid.HBgLMTU1NTAwMDAwMDEVAgASGBQzQTdE', NOON_S, 12345)], NOON);
    await subject.record(verdict(senderId, { 'wamid.HBgLMTU1NTAwMDAwMDEVAgASGBQzQTdE': 'allow' }), NOON);
    const found = await redis.keys(`${subject.base.replaceAll(/[{}]/g, '\\$&')}:*${senderId}*`);
    expect(found).toEqual([`${subject.base}:s:${senderId}`]);
    expect(await redis.memory('USAGE', found[0] ?? '')).toBeLessThanOrEqual(400);
  });

  it('forgets a silent sender after the configured memory, and marking does not change when', async () => {
    const subject = redisSubject(redis);
    await subject.observe([said('a', 'm1')], NOON);
    expect(await redis.ttl(`${subject.base}:s:a`)).toBeGreaterThan(90 * 86_400 - 60);
    await redis.expire(`${subject.base}:s:a`, 1_000);
    await subject.observe([said('a', 'm1')], NOON);
    await subject.record(verdict('a', { m1: 'allow' }), NOON);
    expect(await redis.ttl(`${subject.base}:s:a`)).toBeLessThanOrEqual(1_000);
    await subject.observe([said('a', 'm2')], NOON);
    expect(await redis.ttl(`${subject.base}:s:a`)).toBeGreaterThan(1_000);
  });

  it('gives every key it writes an expiry, but for open ledger entries, the bounded audit and one instant', async () => {
    const subject = redisSubject(redis);
    await subject.observe([said('open', 'm1'), said('closed', 'm2')], NOON);
    const closed = entry({ senderId: 'closed', endedAt: NOON });
    const verdicts: Verdicts = {
      senders: [
        ...verdict('open', { m1: 'block' }, { entry: wanted({ senderId: 'open' }) }).senders,
        ...verdict('closed', {}, { entry: closed }).senders,
      ],
      brake: NO_BRAKE,
      audit: ['{"kind":"late"}'],
      allows: [{ key: messageKey('m3'), senderId: 'open', at: NOON, score: 0 }],
      counts: new Map([['enforce.block', 1]]),
      campaigns: [],
    };
    expect(await subject.record(verdicts, NOON)).toBe(true);
    const found = await redis.keys(`${subject.base.replaceAll(/[{}]/g, '\\$&')}:*`);
    const lasting = await Promise.all(found.map(async (key) => ((await redis.ttl(key)) === -1 ? [key] : [])));
    expect(
      lasting
        .flat()
        .map((key) => key.slice(subject.base.length))
        .sort(),
    ).toEqual([':audit', ':e:open', ':open', ':since']);
    expect(await redis.zrange(`${subject.base}:open`, '0', '-1', 'WITHSCORES')).toEqual([
      'open',
      String(NOON + DAY - 5 * MINUTE - 1e15),
    ]);
  });

  it('appends audit lines in their order, only with what was recorded', async () => {
    const subject = redisSubject(redis);
    await subject.observe([said('a', 'm1')], NOON);
    await subject.record(verdict('a', { m1: 'flag' }, { audit: ['{"n":1}', '{"n":2}'] }), NOON);
    await subject.record(verdict('a', { m1: 'flag' }, { audit: ['{"n":3}'] }), NOON);
    const lines = await redis.xrange(`${subject.base}:audit`, '-', '+');
    expect(lines.map(([, fields]) => fields)).toEqual([
      ['d', '{"n":1}'],
      ['d', '{"n":2}'],
    ]);
  });

  it('goes on when Redis has forgotten its scripts', async () => {
    await using server = await privateRedis({ appendonly: false });
    const own = testRedis({}, server.path);
    try {
      const store = createSenderStore(own, keys, { senderMemoryMs: DAY });
      const { senders } = await store.observe('1', [said('a', 'm1')], NOON, NO_PLAN);
      await own.script('FLUSH');
      expect(await store.record('1', verdict('a', { m1: 'flag' }), NOON + HOUR)).toBe(true);
      await own.script('FLUSH');
      await store.observe('1', [said('a', 'm2')], NOON, NO_PLAN);
      expect(senders.get('a')?.state.seen[0]?.key).toBe(messageKey('m1'));
    } finally {
      await own.quit();
    }
  });
});
