import { describe, expect, it } from '@jest/globals';
import { createExportStore } from '../../src/store/export-store.ts';
import { createKeys } from '../../src/store/keys.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';

describe('what workers tell each other of the daily export', () => {
  it('the last one, and a failure until the next', async () => {
    const redis = testRedis();
    const store = createExportStore(redis, createKeys(uniquePrefix('exports')));
    expect(await store.read()).toEqual({ last: null, failure: null });
    const failure = { at: 1, process: 'a/1', message: 'ENOSPC' };
    await store.failed(failure);
    expect(await store.read()).toEqual({ last: null, failure });
    const last = { at: 2, day: '20261014', file: '/data/x', entries: 3, process: 'a/1' };
    await store.done(last);
    expect(await store.read()).toEqual({ last, failure: null });
    await redis.quit();
  });

  it('one writes at a time', async () => {
    const redis = testRedis();
    const store = createExportStore(redis, createKeys(uniquePrefix('exports')));
    expect(await store.acquire('a', 10_000)).toBe(true);
    expect(await store.acquire('b', 10_000)).toBe(false);
    await store.release('b');
    expect(await store.acquire('b', 10_000)).toBe(false);
    await store.release('a');
    expect(await store.acquire('b', 10_000)).toBe(true);
    await redis.quit();
  });
});
