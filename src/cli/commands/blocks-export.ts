import { chmod, open, rename, rm } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import { exportLine, type ExportEnd, type ExportHead } from '../../store/block-lines.ts';
import type { Attached } from '../attach.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { printJson } from '../output.ts';

export const blocksExportCommand = defineCommand({
  name: 'blocks export',
  summary: 'Write everything needed to end every block, as JSON lines',
  usage: '[FILE]',
  operands: { min: 0, max: 1 },
  options: { number: NUMBER_OPTION },
  details:
    'Without FILE (or with -) to standard output. The file holds phone numbers; it is made readable by you alone. Read it back with: cordon blocks import FILE',
  async run({ values, operands, json }, io) {
    const [file = '-'] = operands;
    await using cordon = await attach(io);
    const numbers = await chosenNumbers(cordon, values.number);
    if (file === '-') {
      await writeAll(cordon, numbers, (text) => {
        io.stdout.write(text);
        return Promise.resolve();
      });
      return 0;
    }
    const entries = await intoFile(file, (write) => writeAll(cordon, numbers, write));
    if (json) printJson(io, { file, entries });
    else io.stdout.write(`${entries} blocks of ${numbers.length} numbers are in ${file} (mode 0600).\n`);
    return 0;
  },
});

async function writeAll(
  { ledger }: Attached,
  numbers: readonly string[],
  write: (text: string) => Promise<void>,
): Promise<number> {
  const line = (value: object): string => `${JSON.stringify(value)}\n`;
  let entries = 0;
  const head: ExportHead = { cordon: 'blocks-export', version: 1, at: Date.now() };
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

/** Writes beside the file and puts it in place whole: a reader never sees half an export. */
async function intoFile(
  file: string,
  write: (write: (text: string) => Promise<void>) => Promise<number>,
): Promise<number> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await chmod(draft, 0o600);
      const entries = await write((text) => handle.appendFile(text));
      await handle.sync();
      await rename(draft, file);
      return entries;
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(draft, { force: true });
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'path' in error)
      throw new UserError(`${file} cannot be written (${error.code})`, {
        hint: 'Name a file in a folder you may write to.',
        cause: error,
      });
    throw error;
  }
}
