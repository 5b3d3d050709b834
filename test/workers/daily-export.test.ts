import { describe, expect, it } from '@jest/globals';
import { createExportStore, type ExportStore } from '../../src/store/export-store.ts';
import { exportDay } from '../../src/store/export-folder.ts';
import { createKeys } from '../../src/store/keys.ts';
import type { DailyExportDeps } from '../../src/workers/daily-export.ts';
import { exportOnce } from '../../src/workers/daily-export.ts';
import { DAY, HOUR, NOON } from '../core/builders.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';

/** Several workers on one Redis and one clock; `written` lists who wrote which day. */
class Shop implements AsyncDisposable {
  now = NOON;
  open = true;
  readonly written: string[] = [];
  readonly failures: unknown[] = [];
  readonly #redis = testRedis();
  readonly store: ExportStore = createExportStore(this.#redis, createKeys(uniquePrefix('daily')));

  worker(name: string, overrides: Partial<DailyExportDeps> = {}): DailyExportDeps {
    return {
      now: () => this.now,
      dayOf: exportDay,
      lastDay: async () => (await this.store.read()).last?.day ?? null,
      isAnythingOpen: () => Promise.resolve(this.open),
      acquire: () => this.store.acquire(name, 60_000),
      release: () => this.store.release(name),
      write: async () => {
        const day = exportDay(this.now);
        this.written.push(`${name} ${day}`);
        await this.store.done({ at: this.now, day, file: 'x', entries: 1, process: name });
      },
      failed: (error) => Promise.resolve(void this.failures.push(error)),
      ...overrides,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#redis.quit();
  }
}

describe('the daily export', () => {
  it('is written once a day, by one worker of several', async () => {
    await using shop = new Shop();
    const workers = ['a', 'b', 'c'].map((name) => shop.worker(name));
    for (let hour = 0; hour < 36; hour += 1, shop.now += HOUR)
      await Promise.all(workers.map((worker) => exportOnce(worker)));
    const days = shop.written.map((one) => one.slice(2));
    expect(days).toEqual([NOON, NOON + DAY].map(exportDay));
  });

  it('without the lease every worker would write it', async () => {
    await using shop = new Shop();
    const free = { acquire: () => Promise.resolve(true), release: () => Promise.resolve() };
    const results = await Promise.all(['a', 'b', 'c'].map((name) => exportOnce(shop.worker(name, free))));
    expect(results).toEqual(['done', 'done', 'done']);
  });

  it('an empty ledger writes nothing, and does so as soon as it is not', async () => {
    await using shop = new Shop();
    shop.open = false;
    expect(await exportOnce(shop.worker('a'))).toBe('nothing');
    shop.open = true;
    expect(await exportOnce(shop.worker('a'))).toBe('done');
  });

  it('a failure is told, frees the lease and is tried again; nothing is thrown even if telling fails', async () => {
    await using shop = new Shop();
    const full = { write: () => Promise.reject(new Error('ENOSPC')) };
    expect(await exportOnce(shop.worker('a', full))).toBe('failed');
    expect(shop.failures).toMatchObject([{ message: 'ENOSPC' }]);
    const mute = { ...full, failed: () => Promise.reject(new Error('Redis is away')) };
    expect(await exportOnce(shop.worker('a', mute))).toBe('failed');
    expect(await exportOnce(shop.worker('b'))).toBe('done');
  });
});
