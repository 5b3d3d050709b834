/** What one look at the daily export needs; the files are the injected `write`'s business. */
export interface DailyExportDeps {
  now: () => number;
  /** The UTC day of an instant, as exports are called. */
  dayOf: (at: number) => string;
  /** The day last exported by any worker; null = never. */
  lastDay: () => Promise<string | null>;
  /** False while there is nothing to save: an empty ledger writes no file, it may be a lost one. */
  isAnythingOpen: () => Promise<boolean>;
  acquire: () => Promise<boolean>;
  release: () => Promise<void>;
  /** Writes the day's file and removes old ones. */
  write: () => Promise<void>;
  /** Tried again at the next look. */
  failed: (error: unknown) => Promise<void>;
}

/** How often a worker looks whether a day has begun. */
const LOOK_EVERY_MS = 10 * 60_000;

/** Writes the day's export unless a worker has done it or does it. Never rejects. */
export async function exportOnce(deps: DailyExportDeps): Promise<'done' | 'nothing' | 'busy' | 'failed'> {
  try {
    const isDone = async (): Promise<boolean> => (await deps.lastDay()) === deps.dayOf(deps.now());
    if ((await isDone()) || !(await deps.isAnythingOpen())) return 'nothing';
    if (!(await deps.acquire())) return 'busy';
    try {
      if (await isDone()) return 'nothing';
      await deps.write();
      return 'done';
    } finally {
      await deps.release();
    }
  } catch (error) {
    await deps.failed(error).catch(() => undefined);
    return 'failed';
  }
}

/** Looks now and every ten minutes. `close` waits for an export under way. */
export function startDailyExport(deps: DailyExportDeps): { close: () => Promise<void> } {
  let running: Promise<unknown> = exportOnce(deps);
  const timer = setInterval(() => {
    running = running.then(() => exportOnce(deps));
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
