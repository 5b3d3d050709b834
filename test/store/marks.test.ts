import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { NO_PLAN } from '../../src/core/facts.ts';
import { createKeys } from '../../src/store/keys.ts';
import { readMarks } from '../../src/store/marks.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY, NOON } from '../core/builders.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';
import { said, verdict } from './sender-store.contract.ts';

const NUMBER = '100000000000010';
const keys = createKeys(uniquePrefix('marks'));
let redis: Redis;
beforeAll(() => {
  redis = testRedis();
});
afterAll(() => redis.quit());

describe('readMarks', () => {
  it('tells decided, undecided and unknown messages apart, and changes nothing', async () => {
    const store = createSenderStore(redis, keys, { senderMemoryMs: DAY });
    await store.observe(NUMBER, [said('US.1', 'decided'), said('US.1', 'undecided')], NOON, NO_PLAN);
    await store.record(NUMBER, verdict('US.1', { decided: 'flag' }), NOON);
    const before = await redis.dump(`${keys.base(NUMBER)}:s:US.1`);

    const asked = [
      { senderId: 'US.1', messageId: 'unknown' },
      { senderId: 'US.1', messageId: 'decided' },
      { senderId: 'US.2', messageId: 'decided' },
      { senderId: 'US.1', messageId: 'undecided' },
    ];
    expect(await readMarks(redis, keys, NUMBER, asked)).toEqual([null, 'flag', null, 'undecided']);
    expect(await redis.dump(`${keys.base(NUMBER)}:s:US.1`)).toEqual(before);
  });

  it('asks for many senders in several trips', async () => {
    const store = createSenderStore(redis, keys, { senderMemoryMs: DAY });
    const senderIds = Array.from({ length: 1_100 }, (_, n) => `many-${n}`);
    await store.observe(
      NUMBER,
      senderIds.map((senderId) => said(senderId, 'm')),
      NOON,
      NO_PLAN,
    );
    const marks = await readMarks(
      redis,
      keys,
      NUMBER,
      senderIds.map((senderId) => ({ senderId, messageId: 'm' })),
    );
    expect(marks).toEqual(senderIds.map(() => 'undecided'));
  });

  it('of nothing is nothing', async () => {
    expect(await readMarks(redis, keys, NUMBER, [])).toEqual([]);
  });
});
