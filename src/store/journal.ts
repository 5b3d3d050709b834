import { randomInt } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = 'blocks.jsonl';
const ROTATED = /^blocks\.\d+\.jsonl$/;
const ROTATE_AT_BYTES = 16 * 1024 * 1024;
const KEPT_FILES = 8;
const UNWRITTEN_MAX = 10_000;

/**
 * Every settled block and lift, one JSON line each, in `DATA_DIR/blocks.jsonl` (mode 0600), so that a lost Redis loses no end time.
 * At 16 MiB the file becomes `blocks.<time>.jsonl`; eight such files are kept, about 800,000 lines.
 */
export interface Journal {
  /** Resolves when the lines are on disk. After a failure the next call writes them first (up to UNWRITTEN_MAX). */
  append: (lines: readonly object[]) => Promise<void>;
}

export function createJournal(dataDir: string, rotateAtBytes = ROTATE_AT_BYTES): Journal {
  const path = join(dataDir, NAME);
  let previous: Promise<void> = Promise.resolve();
  let rotatedAt = 0;

  let unwritten: readonly object[] = [];

  const write = async (lines: readonly object[]): Promise<void> => {
    const all = [...unwritten, ...lines];
    unwritten = all.slice(-UNWRITTEN_MAX);
    await put(all);
    unwritten = [];
  };
  const put = async (lines: readonly object[]): Promise<void> => {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const file = await open(path, 'a+', 0o600);
    try {
      const { size, mode } = await file.stat();
      if ((mode & 0o077) !== 0) await file.chmod(0o600);
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      // A crash or a full disk may have left half a line: it must not swallow the next one.
      const torn = size > 0 && (await lastByte(file, size)) !== '\n';
      await file.appendFile(torn ? `\n${text}` : text);
      await file.sync();
      if (size + Buffer.byteLength(text) >= rotateAtBytes) await rotate();
    } finally {
      await file.close();
    }
  };
  const rotate = async (): Promise<void> => {
    rotatedAt = Math.max(Date.now(), rotatedAt + 1);
    // The last digits are by chance: two processes on this folder must not take the same name.
    const name = `blocks.${rotatedAt}${String(randomInt(1_000_000)).padStart(6, '0')}.jsonl`;
    await rename(path, join(dataDir, name)).catch((error: unknown) => {
      if (!isGone(error)) throw error; // gone: the other process was faster
    });
    const rotated = (await readdir(dataDir)).filter((name) => ROTATED.test(name)).sort();
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

/** The journal's files in a folder, oldest first, the one written to last. */
export async function journalFiles(dataDir: string): Promise<string[]> {
  const names = await readdir(dataDir);
  const own = names.filter((name) => name === NAME || ROTATED.test(name)).sort();
  return own.map((name) => join(dataDir, name));
}

const isGone = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

async function lastByte(file: FileHandle, size: number): Promise<string> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString('latin1');
}
