import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { Allow } from '../../src/core/state/exchange.ts';
import { decodeAllow, encodeAllow } from '../../src/store/allow-codec.ts';
import { readAllowMinutes, readAllows } from '../../src/store/allow-store.ts';
import { auditCutAt, createAuditTrimmer, readAudit } from '../../src/store/audit-store.ts';
import { messageKey } from '../../src/store/sender-codec.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND } from '../core/builders.ts';
import { testRedis } from '../helpers/redis.ts';
import { verdict } from './sender-store.contract.ts';
import { keys, redisSubject } from './subjects.ts';

let redis: Redis;
beforeAll(() => {
  redis = testRedis();
});
afterAll(() => redis.quit());

const allow = (at: number, senderId = 'a'): Allow => ({ key: messageKey(`m${at}`), senderId, at, score: 0 });
const idsOf = async (phoneNumberId: string, from = 0, to: number | null = null): Promise<number[]> => {
  const ids: number[] = [];
  for await (const { storedAt } of readAudit(redis, keys, phoneNumberId, from, to)) ids.push(storedAt);
  return ids;
};
const store = async (base: string, ...at: number[]): Promise<void> => {
  for (const one of at) await redis.xadd(`${base}:audit`, `${one}-0`, 'd', '{}');
};

describe('a plain allow', () => {
  it.each<Allow>([
    { key: messageKey('wamid.1'), senderId: 'US.1', at: NOON, score: 0 },
    { key: '\u0000\u00ff      ', senderId: 'with spaces\nand lines', at: 1, score: -2.5 },
  ])('is read as it was kept', (one) => {
    expect(decodeAllow(encodeAllow(one))).toEqual(one);
  });

  it('keeps no more of a score than counts', () => {
    expect(decodeAllow(encodeAllow({ ...allow(NOON), score: 0.1 + 0.2 }))?.score).toBe(0.3);
  });

  it.each(['', '1 2', 'x 0 AAAA a'])('is not read from %j', (text) => {
    expect(decodeAllow(text)).toBeNull();
  });
});

describe('the audit', () => {
  it('is read between two instants, both included', async () => {
    const { base, phoneNumberId } = redisSubject(redis);
    await store(base, 1, 2, 3, 4);
    expect(await idsOf(phoneNumberId, 2, 3)).toEqual([3, 2]);
  });

  it('loses what is older than it is kept, lines and allows, and says since when it is whole', async () => {
    const { base, phoneNumberId, record } = redisSubject(redis);
    await store(base, NOON - HOUR, NOON - 1, NOON, NOON + 1);
    for (const at of [NOON - HOUR, NOON - 1, NOON]) {
      await record(verdict('a', {}, { allows: [allow(at)] }), at);
    }
    const { trim } = createAuditTrimmer(redis, keys);
    expect(await auditCutAt(redis, keys, phoneNumberId)).toBeNull();
    expect(await trim(phoneNumberId, NOON)).toEqual({ lines: 2, allows: 2 });
    expect(await idsOf(phoneNumberId)).toEqual([NOON + 1, NOON]);
    expect(await readAllows(redis, keys, phoneNumberId)).toEqual([allow(NOON)]);
    expect(await auditCutAt(redis, keys, phoneNumberId)).toBe(NOON);
    expect(await trim(phoneNumberId, NOON)).toEqual({ lines: 0, allows: 0 });
    expect(await trim(phoneNumberId, NOON + DAY)).toEqual({ lines: 2, allows: 1 });
    expect(await auditCutAt(redis, keys, phoneNumberId)).toBe(NOON + DAY);
  });

  it('of a number without any loses nothing', async () => {
    const { phoneNumberId } = redisSubject(redis);
    const { trim } = createAuditTrimmer(redis, keys);
    expect(await trim(phoneNumberId, NOON)).toEqual({ lines: 0, allows: 0 });
    expect(await auditCutAt(redis, keys, phoneNumberId)).toBeNull();
  });
});

describe('plain allows', () => {
  it('of a minute are counted apart, and told newest first for the time asked about', async () => {
    const { base, phoneNumberId, record } = redisSubject(redis);
    const times = [NOON, NOON + 30 * SECOND, NOON + MINUTE, NOON + 13 * HOUR, NOON + 2 * DAY];
    for (const at of times) await record(verdict('a', {}, { allows: [allow(at)] }), at);
    const read = async (from: number, to: number): Promise<[number, number][]> => {
      const minutes: [number, number][] = [];
      for await (const { at, count } of readAllowMinutes(redis, keys, phoneNumberId, { from, to }))
        minutes.push([at - NOON, count]);
      return minutes;
    };
    expect(await read(0, NOON + 3 * DAY)).toEqual([
      [2 * DAY, 1],
      [13 * HOUR, 1],
      [MINUTE, 1],
      [0, 2],
    ]);
    expect(await read(NOON + 59 * SECOND, NOON + HOUR)).toEqual([
      [MINUTE, 1],
      [0, 2],
    ]);
    expect(await read(NOON + MINUTE, NOON + HOUR)).toEqual([[MINUTE, 1]]);
    expect(await redis.ttl(`${base}:minutes:2026101412`)).toBeGreaterThan(6 * 86_400);
    expect(await redis.ttl(`${base}:allows`)).toBeGreaterThan(29 * 86_400);
  });
});
