import { UserError } from '../../errors.ts';
import { intoFile, writeBlocks } from '../../store/export-file.ts';
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
      await writeBlocks(cordon.ledger, numbers, Date.now(), (text) => {
        io.stdout.write(text);
        return Promise.resolve();
      });
      return 0;
    }
    const entries = await intoFile(file, (write) =>
      writeBlocks(cordon.ledger, numbers, Date.now(), write),
    ).catch((error: unknown) => refuse(file, error));
    if (json) printJson(io, { file, entries });
    else io.stdout.write(`${entries} blocks of ${numbers.length} numbers are in ${file} (mode 0600).\n`);
    return 0;
  },
});

/** A file system that refuses is the operator's to mend. */
function refuse(file: string, error: unknown): never {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'path' in error)
    throw new UserError(`${file} cannot be written (${error.code})`, {
      hint: 'Name a file in a folder you may write to.',
      cause: error,
    });
  throw error;
}
