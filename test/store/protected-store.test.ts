import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { createKeys, PROTECTED_MAX } from '../../src/store/keys.ts';
import { createProtectedStore, type ProtectedStore } from '../../src/store/protected-store.ts';
import { watchProtectedSenders, type ProtectedSource } from '../../src/workers/protected-senders.ts';
import { NOON, policy, ruleset } from '../core/builders.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';

const keys = createKeys(uniquePrefix('protected'));
let redis: Redis;
beforeAll(() => {
  redis = testRedis();
});
beforeEach(() => redis.del(keys.protected));
afterAll(() => redis.quit());

describe('the protected store', () => {
  it('remembers who is protected since when, until removed', async () => {
    const store = createProtectedStore(redis, keys);
    expect(await store.add(['491', 'US.1'], NOON)).toBe(2);
    expect(await store.add(['491'], NOON + 1)).toBe(0);
    expect(await store.since(['491', 'US.1', 'US.2'])).toEqual([NOON, NOON, null]);
    expect(await store.remove(['491', 'US.2'])).toBe(1);
    expect(await store.since(['491'])).toEqual([null]);
  });

  it('tells all of them only when something changed, also after Redis was emptied', async () => {
    const store = createProtectedStore(redis, keys);
    const first = await store.changedSince(null);
    expect(first).toMatchObject({ ids: new Set() });
    await store.add(['491'], NOON);
    const second = await store.changedSince(first!.version);
    expect(second?.ids).toEqual(new Set(['491']));
    await store.add(['491'], NOON);
    expect(await store.changedSince(second!.version)).toBeNull();
    await redis.del(keys.protected);
    expect((await store.changedSince(second!.version))?.ids).toEqual(new Set());
  });

  it('has room for as many as it says and adds all or none', async () => {
    const store = createProtectedStore(redis, keys);
    const crowd = Array.from({ length: PROTECTED_MAX - 1 }, (_, n) => String(n));
    expect(await store.add(crowd, NOON)).toBe(PROTECTED_MAX - 1);
    expect(await store.add(['a', 'b'], NOON)).toBeNull();
    expect(await store.since(['a'])).toEqual([null]);
    expect(await store.add(['a', '0'], NOON)).toBe(1);
    expect(await store.add(['b'], NOON)).toBeNull();
  });
});

const sourceOf = (store: ProtectedStore): ProtectedSource => ({
  changedSince: store.changedSince,
  restore: (ids) => store.add(ids, NOON),
});

describe('watching protected senders', () => {
  it('adds them to those the policy protects, as one ruleset until something changes', async () => {
    const store = createProtectedStore(redis, keys);
    await store.add(['491'], NOON);
    const watch = await watchProtectedSenders(sourceOf(store), () => undefined);
    const rules = ruleset([], { policy: policy({ protectedSenders: new Set(['US.staff']) }) });
    const merged = watch.addTo(rules);
    expect(merged.policy.protectedSenders).toEqual(new Set(['US.staff', '491']));
    expect(watch.addTo(rules)).toBe(merged);
    await store.add(['492'], NOON);
    await waitFor(() => watch.addTo(rules).policy.protectedSenders.has('492'), { timeoutMs: 2_000 });
    expect(watch.addTo(ruleset([])).policy.protectedSenders).toEqual(new Set(['491', '492']));
    await store.remove(['491', '492']);
    await waitFor(() => watch.addTo(rules) === rules, { timeoutMs: 2_000 });
    watch.close();
  });

  it('keeps those it knows when Redis lost everything, and tells Redis again', async () => {
    const store = createProtectedStore(redis, keys);
    await store.add(['491', '492'], NOON);
    const watch = await watchProtectedSenders(sourceOf(store), () => undefined);
    await redis.del(keys.protected);
    await waitFor(async () => (await store.since(['491', '492'])).every((since) => since !== null));
    expect(watch.addTo(ruleset([])).policy.protectedSenders).toEqual(new Set(['491', '492']));
    watch.close();
  });

  it('adds them at every number, beside those its own policy protects', async () => {
    const own = policy({ protectedSenders: new Set(['US.desk']), blockAt: 50 });
    const rules = ruleset([], { policyFor: (id) => (id === '10' ? own : policy()) });
    const answer = { version: '1', ids: new Set(['491']) };
    const watch = await watchProtectedSenders(
      { changedSince: () => Promise.resolve(answer), restore: () => Promise.resolve() },
      () => undefined,
    );
    const merged = watch.addTo(rules);
    expect(merged.policyFor('10', null)).toEqual({ ...own, protectedSenders: new Set(['US.desk', '491']) });
    expect(merged.policyFor('10', null)).toBe(merged.policyFor('10', '15550100001'));
    expect(merged.policyFor('20', null).protectedSenders).toEqual(new Set(['491']));
    watch.close();
  });

  it('keeps those it knows while Redis cannot be asked, and says so', async () => {
    const problems: unknown[] = [];
    let asked = 0;
    const answers = (): Promise<{ version: string; ids: ReadonlySet<string> }> => {
      asked += 1;
      return asked === 1
        ? Promise.resolve({ version: '1', ids: new Set(['491']) })
        : Promise.reject(new Error('away'));
    };
    const watch = await watchProtectedSenders(
      { changedSince: answers, restore: () => Promise.resolve() },
      (error) => problems.push(error),
    );
    await waitFor(() => problems.length > 0);
    expect(watch.addTo(ruleset([])).policy.protectedSenders).toEqual(new Set(['491']));
    watch.close();
  });
});
