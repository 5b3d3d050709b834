import { chmod, open, rename, rm } from 'node:fs/promises';
import { exportLine, type ExportEnd, type ExportHead } from './block-lines.ts';
import type { LedgerStore } from './ledger-store.ts';

type Write = (text: string) => Promise<void>;

/** Writes the open rows of these numbers, a few hundred at a time; answers how many. */
export async function writeBlocks(
  ledger: Pick<LedgerStore, 'open'>,
  numbers: readonly string[],
  now: number,
  write: Write,
): Promise<number> {
  const line = (value: object): string => `${JSON.stringify(value)}\n`;
  let entries = 0;
  const head: ExportHead = { cordon: 'blocks-export', version: 1, at: now };
  await write(line(head));
  for (const phoneNumberId of numbers) {
    // The index may give a row twice while it changes; the last line of a sender counts.
    for await (const page of ledger.open(phoneNumberId)) {
      await write(page.map((entry) => line(exportLine(phoneNumberId, entry))).join(''));
      entries += page.length;
    }
  }
  const end: ExportEnd = { cordon: 'blocks-export-end', entries };
  await write(line(end));
  return entries;
}

/** What `intoFile` calls a file that is not whole yet. */
export const draftOf = (file: string): string => `${file}.${process.pid}.tmp`;

/**
 * Writes beside the file and puts it in place whole (mode 0600): a reader never sees half of it. Rejects with what the file system said;
 * nothing is left behind then.
 */
export async function intoFile<T>(file: string, write: (write: Write) => Promise<T>): Promise<T> {
  const draft = draftOf(file);
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await chmod(draft, 0o600);
      const result = await write((text) => handle.appendFile(text));
      await handle.sync();
      await rename(draft, file);
      return result;
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
