import { writeBlocks } from '../../store/export-file.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { printJson } from '../output.ts';
import { intoPrivateFile } from '../private-file.ts';

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
    const entries = await intoPrivateFile(file, (write) =>
      writeBlocks(cordon.ledger, numbers, Date.now(), write),
    );
    if (json) printJson(io, { file, entries });
    else io.stdout.write(`${entries} blocks of ${numbers.length} numbers are in ${file} (mode 0600).\n`);
    return 0;
  },
});
