import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { createKeys, DEAD_MAX } from '../../src/store/keys.ts';
import type { DeadLetter, NumberStore } from '../../src/store/number-store.ts';
import { createNumberStore } from '../../src/store/number-store.ts';
import { MINUTE } from '../core/builders.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';

const keys = createKeys(uniquePrefix('numbers'));
let redis: Redis;
let store: NumberStore;
let number = 0;
let id = '0';
beforeAll(() => {
  redis = testRedis();
  store = createNumberStore(redis, keys);
});
beforeEach(() => {
  id = String((number += 1));
});
afterAll(() => redis.quit());

describe('the lease of a number', () => {
  it('has one holder, who may keep it and give it back', async () => {
    expect(await store.acquireLease(id, 'a', MINUTE)).toBe(true);
    expect(await store.acquireLease(id, 'b', MINUTE)).toBe(false);
    expect(await store.acquireLease(id, 'a', MINUTE)).toBe(true);
    expect(await store.renewLease(id, 'a', 2 * MINUTE)).toBe(true);
    expect(await redis.pttl(`${keys.base(id)}:lease`)).toBeGreaterThan(MINUTE);
    expect(await store.renewLease(id, 'b', MINUTE)).toBe(false);
    await store.releaseLease(id, 'a');
    expect(await store.acquireLease(id, 'b', MINUTE)).toBe(true);
  });

  it('is not given back by somebody who does not hold it', async () => {
    await store.acquireLease(id, 'a', MINUTE);
    await store.releaseLease(id, 'b');
    expect(await store.acquireLease(id, 'b', MINUTE)).toBe(false);
  });

  it('ends by itself and goes to the next; the former holder cannot renew or release it', async () => {
    await store.acquireLease(id, 'a', 30);
    await waitFor(() => store.acquireLease(id, 'b', MINUTE));
    expect(await store.renewLease(id, 'a', MINUTE)).toBe(false);
    await store.releaseLease(id, 'a');
    expect(await store.renewLease(id, 'b', MINUTE)).toBe(true);
  });

  it('of many who ask at once one gets it, and each number has its own', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, n) => store.acquireLease(id, `t${n}`, MINUTE)),
    );
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await store.acquireLease(`${id}0000`, 't', MINUTE)).toBe(true);
  });
});

describe('the numbers', () => {
  it('are known once each', async () => {
    await Promise.all([store.register(id), store.register(id), store.register(`${id}1`)]);
    expect((await store.numbers()).filter((known) => known.startsWith(id))).toEqual(
      expect.arrayContaining([id, `${id}1`]),
    );
  });

  it('are known again after Redis lost everything, without a restart of Cordon', async () => {
    let now = 0;
    const own = createNumberStore(redis, keys, () => now);
    await own.register(id);
    await redis.srem(keys.numbers, id);
    await own.register(id);
    expect(await own.numbers()).not.toContain(id);
    now += MINUTE;
    await own.register(id);
    expect(await own.numbers()).toContain(id);
  });
});

describe('what the blocker noted', () => {
  it('comes back as written; nothing is null', async () => {
    expect(await store.control(id)).toBeNull();
    await store.setControl(id, { halted: null, backoffUntil: 12 });
    expect(await store.control(id)).toEqual({ halted: null, backoffUntil: 12 });
  });
});

describe('dead letters', () => {
  const letter = (n: number): DeadLetter => ({
    at: n,
    error: 'TypeError: x',
    chunk: { phoneNumberId: id, n },
  });

  it('come out oldest first, each after it was put elsewhere', async () => {
    await store.bury(id, letter(1));
    await store.bury(id, letter(2));
    const seen: DeadLetter[] = [];
    const put = (one: DeadLetter): Promise<void> => {
      seen.push(one);
      return Promise.resolve();
    };
    expect(await store.deadCount(id)).toBe(2);
    expect(await store.exhume(id, put)).toBe(true);
    expect(await store.exhume(id, put)).toBe(true);
    expect(await store.exhume(id, put)).toBe(false);
    expect(seen).toEqual([letter(1), letter(2)]);
  });

  it('one that could not be put elsewhere stays', async () => {
    await store.bury(id, letter(1));
    await expect(store.exhume(id, () => Promise.reject(new Error('queue away')))).rejects.toThrow(
      'queue away',
    );
    expect(await store.deadCount(id)).toBe(1);
  });

  it('are bounded: the oldest give way', async () => {
    const key = `${keys.base(id)}:dead`;
    await redis.lpush(key, ...Array.from({ length: DEAD_MAX }, (_, n) => JSON.stringify(letter(n))));
    await store.bury(id, letter(DEAD_MAX));
    expect(await store.deadCount(id)).toBe(DEAD_MAX);
    const seen: number[] = [];
    await store.exhume(id, (one) => Promise.resolve(void seen.push(one.at)));
    expect(seen).toEqual([1]);
  });
});
