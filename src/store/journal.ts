import { appendFile, chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = 'blocks.jsonl';
const ROTATE_AT_BYTES = 16 * 1024 * 1024;
const KEPT_FILES = 8;

/**
 * Every settled block and lift, one JSON line each, in `DATA_DIR/blocks.jsonl` (mode 0600), so that a lost Redis loses no end time.
 * At 16 MiB the file becomes `blocks.<time>.jsonl`; eight such files are kept, about 800,000 lines.
 */
export interface Journal {
  append: (lines: readonly object[]) => Promise<void>;
}

export function createJournal(dataDir: string): Journal {
  const path = join(dataDir, NAME);
  let previous: Promise<void> = Promise.resolve();

  const write = async (lines: readonly object[]): Promise<void> => {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await appendFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), {
      mode: 0o600,
      flush: true,
    });
    const { size, mode } = await stat(path);
    if ((mode & 0o077) !== 0) await chmod(path, 0o600);
    if (size >= ROTATE_AT_BYTES) await rotate();
  };
  const rotate = async (): Promise<void> => {
    await rename(path, join(dataDir, `blocks.${Date.now()}.jsonl`));
    const rotated = (await readdir(dataDir)).filter((name) => /^blocks\.\d+\.jsonl$/.test(name)).sort();
    for (const name of rotated.slice(0, -KEPT_FILES)) await rm(join(dataDir, name), { force: true });
  };

  return {
    append(lines) {
      if (lines.length === 0) return Promise.resolve();
      // One writer at a time keeps lines whole and rotation simple; a failed write fails its own caller only.
      const result = previous.then(() => write(lines));
      previous = result.catch(() => undefined);
      return result;
    },
  };
}
