import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A text that changes when a rule file, list or policy below `dir` is added, removed, replaced or written. Reads no contents:
 * names, sizes, inodes and times only. A folder that cannot be read has a fingerprint of its own.
 */
export async function fingerprint(dir: string): Promise<string> {
  try {
    const names = (await readdir(dir, { recursive: true })).filter(isOurs).sort();
    const lines = await Promise.all(names.map((name) => line(dir, name)));
    return lines.join('\n');
  } catch (error) {
    return `unreadable: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const isOurs = (name: string): boolean => /\.(?:ya?ml|txt)$/.test(name) && !/(?:^|[/\\])\./.test(name);

async function line(dir: string, name: string): Promise<string> {
  try {
    const { size, mtimeMs, ctimeMs, ino } = await stat(join(dir, name));
    return `${name} ${size} ${mtimeMs} ${ctimeMs} ${ino}`;
  } catch {
    return `${name} gone`;
  }
}
