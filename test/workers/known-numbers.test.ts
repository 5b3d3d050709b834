import { describe, expect, it } from '@jest/globals';
import { createKeys } from '../../src/store/keys.ts';
import { createNumberStore } from '../../src/store/number-store.ts';
import { registerNumbers } from '../../src/workers/known-numbers.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';

describe('guarded numbers', () => {
  it('are known without a message, and compared with the list once; again when Redis has forgotten them', async () => {
    const redis = testRedis();
    const keys = createKeys(uniquePrefix('known'));
    const clock = { now: 0 };
    const store = createNumberStore(redis, keys, () => clock.now);
    const told: string[] = [];
    const deps = {
      wanted: () => Promise.resolve(['1', '2']),
      known: store.numbers,
      register: store.register,
      reconcile: (id: string) =>
        id === '1'
          ? Promise.reject(new Error('no token'))
          : Promise.resolve(void told.push(`reconciled ${id}`)),
      failed: (what: string) => void told.push(`failed ${what}`),
    };
    await registerNumbers(deps);
    expect((await store.numbers()).sort()).toEqual(['1', '2']);
    // One that fails does not keep the next from being looked at.
    expect(told).toEqual(['failed number 1', 'reconciled 2']);
    await registerNumbers(deps);
    expect(told).toHaveLength(2);
    await redis.del(keys.numbers);
    clock.now += 60_000;
    await registerNumbers(deps);
    expect((await store.numbers()).sort()).toEqual(['1', '2']);
    expect(told).toHaveLength(4);
    await redis.quit();
  });

  it('that cannot be read now are told, and nothing is thrown', async () => {
    const told: string[] = [];
    await registerNumbers({
      wanted: () => Promise.reject(new Error('EACCES')),
      known: () => Promise.resolve([]),
      register: () => Promise.resolve(),
      reconcile: () => Promise.resolve(),
      failed: (what) => void told.push(what),
    });
    expect(told).toEqual(['registering numbers']);
  });
});
