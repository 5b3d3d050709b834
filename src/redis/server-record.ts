import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Cordon notes about its server before it starts, for whoever comes next: the next start, or a CLI command. */
export interface ServerRecord {
  /** All of the server's processes are in it. */
  processGroup: number;
  /** Start time of the group's first process, as in `identify`; tells the group from a later one of the same number. */
  leader: string | null;
  socketPath: string;
}

const FILE = 'server.json';

export function writeServerRecord(folder: string, record: ServerRecord): void {
  const fresh = join(folder, `${FILE}.new`);
  writeFileSync(fresh, JSON.stringify(record), { mode: 0o600 });
  renameSync(fresh, join(folder, FILE));
}

/** Null when there is none, or none that makes sense. */
export function readServerRecord(folder: string): ServerRecord | null {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    if (typeof found !== 'object' || found === null) return null;
    const { processGroup, leader, socketPath } = found as Partial<Record<keyof ServerRecord, unknown>>;
    if (!Number.isSafeInteger(processGroup) || typeof processGroup !== 'number' || processGroup < 2)
      return null;
    if (typeof socketPath !== 'string') return null;
    return { processGroup, socketPath, leader: typeof leader === 'string' ? leader : null };
  } catch {
    return null;
  }
}
