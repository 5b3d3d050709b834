import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createExportFolder, exportDay } from '../../src/store/export-folder.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { readBlockFiles } from '../../src/store/read-blocks.ts';
import type { entry } from '../core/builders.ts';
import { blockedEntry, DAY, HOUR, NOON } from '../core/builders.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const ledgerOf = (...rows: ReturnType<typeof entry>[]) => ({
  async *open() {
    await Promise.resolve();
    yield rows;
  },
});

describe('the daily export', () => {
  it('of a real ledger is private, whole, and read back as it is', async () => {
    using data = tempFolder();
    const redis = testRedis();
    const ledger = createLedgerStore(redis, createKeys(uniquePrefix('export')));
    const rows = Array.from({ length: 1_200 }, (_, n) => blockedEntry({ senderId: `US.${n}` }));
    await ledger.write(
      '1',
      rows.map((one) => ({ entry: one, audit: null })),
      null,
      NOON,
    );
    const folder = createExportFolder(data.path);
    const { file, entries } = await folder.write(ledger, ['1'], NOON);
    await redis.quit();
    expect([file, entries]).toEqual([join(data.path, 'exports', `blocks-${exportDay(NOON)}.jsonl`), 1_200]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(data.path, 'exports')).mode & 0o777).toBe(0o700);
    const read = await readBlockFiles([file]);
    expect(read).toMatchObject({ bad: { count: 0 }, warnings: [] });
    expect(read.saved).toHaveLength(1_200);
  });

  it('never gives way to a later one of the same day: Redis may have lost what it tells', async () => {
    using data = tempFolder();
    const folder = createExportFolder(data.path);
    const { file } = await folder.write(ledgerOf(blockedEntry()), ['1'], NOON);
    const before = readFileSync(file, 'utf8');
    expect(await folder.write(ledgerOf(), ['1'], NOON + HOUR)).toMatchObject({ file, entries: null });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect((await folder.write(ledgerOf(), ['1'], NOON + DAY)).file).not.toBe(file);
  });

  it('leaves nothing behind when it fails, and clears what a killed process left', async () => {
    using data = tempFolder();
    const folder = createExportFolder(data.path);
    const broken = {
      // eslint-disable-next-line require-yield -- fails before its first page
      async *open() {
        await Promise.resolve();
        throw new Error('Redis went away');
      },
    };
    await expect(folder.write(broken, ['1'], NOON)).rejects.toThrow('Redis went away');
    expect(readdirSync(join(data.path, 'exports'))).toEqual([]);
    const draft = join(data.path, 'exports', `blocks-${exportDay(NOON)}.jsonl.1.tmp`);
    writeFileSync(draft, 'half');
    await folder.write(ledgerOf(blockedEntry()), ['1'], NOON);
    expect(existsSync(draft)).toBe(false);
  });

  it('keeps the days it is told to, never touches other files, and never removes the newest', async () => {
    using data = tempFolder();
    const exports = join(data.path, 'exports');
    mkdirSync(exports);
    const days = [40, 15, 14, 13, 0].map((ago) => `blocks-${exportDay(NOON - ago * DAY)}.jsonl`);
    for (const name of [...days, 'mine.jsonl']) writeFileSync(join(exports, name), '');
    const folder = createExportFolder(data.path);
    await folder.tidy(14, NOON);
    expect(readdirSync(exports).sort()).toEqual([...days.slice(2), 'mine.jsonl'].sort());
    await folder.tidy(14, NOON + 365 * DAY);
    expect(readdirSync(exports).sort()).toEqual([...days.slice(-1), 'mine.jsonl'].sort());
  });
});
