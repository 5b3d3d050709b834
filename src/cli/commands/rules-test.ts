import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import type { FolderReport } from '../../stories/test-folder.ts';
import { testFolder } from '../../stories/test-folder.ts';
import type { ExitCode } from '../command.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { createStyle, printJson } from '../output.ts';
import { rerunOnChange } from '../rerun.ts';
import { testReport } from '../test-report.ts';

const EXITS: Record<FolderReport['status'], ExitCode> = { passed: 0, failed: 1, unusable: 2 };
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/** `cordon rules test`; with `--watch` it ends with the signal. */
export const rulesTestCommand = (stop: AbortSignal) =>
  defineCommand({
    name: 'rules test',
    summary: 'Run the tests inside the rules and the stories beside them',
    usage: '[DIR]',
    operands: { min: 0, max: 1 },
    options: {
      rules: { type: 'string', value: 'DIR', about: 'Rules folder (default: RULES_DIR, else rules)' },
      only: {
        type: 'string',
        value: 'PATTERN',
        about: 'Only rules and stories whose id, name or file has this in it (* stands for anything)',
      },
      coverage: { type: 'boolean', about: 'List the rules and conditions no test or story saw both ways' },
      watch: { type: 'boolean', about: 'Run again whenever the folder changes, until Ctrl-C' },
    },
    details: `Stories are files named *.story.yaml, or .yaml files in a folder named stories. Nothing is sent, stored or blocked, and no time passes.
Exit status 1: a test or story failed. 2: a file cannot be read as what it is.

  cordon rules test
  cordon rules test my-rules --only flood --coverage`,
    async run({ values, operands, json }, io) {
      const dir = resolve(operands[0] ?? values.rules ?? io.env.RULES_DIR ?? 'rules');
      const test = async (): Promise<FolderReport> => {
        const report = await testFolder(dir, { only: values.only });
        if (json) printJson(io, { ok: report.status === 'passed', ...report });
        else io.stdout.write(`${testReport(report, createStyle(io), values.coverage).join('\n')}\n`);
        return report;
      };
      if (values.watch) {
        await rerunOnChange(dir, () => again(io, json, test), stop);
        return 0;
      }
      const report = await test();
      if (values.only !== undefined && isEmpty(report)) {
        throw new UserError(`no rule test and no story of ${dir} has "${values.only}" in its name`);
      }
      return EXITS[report.status];
    },
  });

/** Only the latest result is on the screen. */
async function again(io: Io, json: boolean, test: () => Promise<FolderReport>): Promise<void> {
  if (io.isTTY && !json) io.stdout.write(CLEAR);
  await test();
  if (!json) io.stdout.write(`${createStyle(io).dim('watching; Ctrl-C ends')}\n`);
}

const isEmpty = ({ status, passed, failed, stories }: FolderReport): boolean =>
  status === 'passed' && passed + failed + stories.passed + stories.failed === 0;
