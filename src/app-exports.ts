import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import type { Config } from './config/config.ts';
import type { Events } from './events.ts';
import { createExportFolder, exportDay } from './store/export-folder.ts';
import { createExportStore } from './store/export-store.ts';
import type { Keys } from './store/keys.ts';
import type { LedgerStore } from './store/ledger-store.ts';
import type { NumberStore } from './store/number-store.ts';
import { startDailyExport } from './workers/daily-export.ts';

/** Longer than any export takes; a worker that dies while exporting holds the others up for so long. */
const EXPORT_LEASE_MS = 10 * 60_000;

interface ExportParts {
  config: Config;
  keys: Keys;
  events: Events;
  redis: Redis;
  ledger: LedgerStore;
  numbers: NumberStore;
}

/** The daily export, written by whichever worker is first. */
export function startExports({ config, keys, events, redis, ledger, numbers }: ExportParts): {
  close: () => Promise<void>;
} {
  const store = createExportStore(redis, keys);
  const folder = createExportFolder(config.dataDir);
  const token = randomUUID();
  const own = `${hostname()}/${process.pid}`;
  return startDailyExport({
    now: Date.now,
    dayOf: exportDay,
    lastDay: async () => (await store.read()).last?.day ?? null,
    isAnythingOpen: async () => {
      const counts = await Promise.all((await numbers.numbers()).map((id) => numbers.openCount(id)));
      return counts.some((count) => count > 0);
    },
    acquire: () => store.acquire(token, EXPORT_LEASE_MS),
    release: () => store.release(token),
    async write() {
      const now = Date.now();
      const written = await folder.write(ledger, (await numbers.numbers()).sort(), now);
      await folder.tidy(config.exportKeepDays, now);
      await store.done({ ...written, day: exportDay(now), process: own });
      events.exported(written.entries);
    },
    async failed(error) {
      events.exportFailed(error);
      await store.failed({
        at: Date.now(),
        process: own,
        message: error instanceof Error ? error.message.slice(0, 300) : 'unknown error',
      });
    },
  });
}
