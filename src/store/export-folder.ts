import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { intoFile, writeBlocks } from './export-file.ts';
import type { LedgerStore } from './ledger-store.ts';

const NAME = /^blocks-(\d{8})\.jsonl$/;
const DRAFT = /^blocks-\d{8}\.jsonl\.\d+\.tmp$/;
const DAY_MS = 86_400_000;

/** The UTC day of an instant, yyyymmdd: what a day's export is called by. */
export const exportDay = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll('-', '');

/** One day's export; `entries` null when the file was there already. */
export interface DayExport {
  file: string;
  at: number;
  entries: number | null;
}

/** `DATA_DIR/exports`: one file a day, as `cordon blocks export` writes it. */
export interface ExportFolder {
  /** Writes the day's file unless it is there: one that was written before Redis was lost must not give way to less. */
  write: (ledger: Pick<LedgerStore, 'open'>, numbers: readonly string[], now: number) => Promise<DayExport>;
  /** Removes files older than `keepDays`, never the newest. */
  tidy: (keepDays: number, now: number) => Promise<void>;
}

export function createExportFolder(dataDir: string): ExportFolder {
  const folder = join(dataDir, 'exports');
  return {
    async write(ledger, numbers, now) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const names = await readdir(folder);
      // Left by a process that was killed: whoever writes holds the lease.
      for (const name of names.filter((one) => DRAFT.test(one)))
        await rm(join(folder, name), { force: true });
      const file = join(folder, `blocks-${exportDay(now)}.jsonl`);
      const present = await stat(file).catch(() => null);
      if (present !== null) return { file, at: Math.round(present.mtimeMs), entries: null };
      const entries = await intoFile(file, (write) => writeBlocks(ledger, numbers, now, write));
      return { file, at: now, entries };
    },
    async tidy(keepDays, now) {
      const oldest = exportDay(now - keepDays * DAY_MS);
      const days = (await readdir(folder)).flatMap((name) => NAME.exec(name)?.[1] ?? []).sort();
      for (const day of days.slice(0, -1).filter((one) => one < oldest))
        await rm(join(folder, `blocks-${day}.jsonl`), { force: true });
    },
  };
}
