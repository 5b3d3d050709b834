import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { examineFolder } from '../../ruleset/candidate.ts';
import { formatProblem } from '../../ruleset/problem.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output.ts';

export const rulesAcceptCommand = defineCommand({
  name: 'rules accept',
  summary: 'Put edited rules in force although a list or rule file was emptied or shrank by more than half',
  usage: '[DIR]',
  operands: { min: 0, max: 1 },
  options: {
    rules: { type: 'string', value: 'DIR', about: 'Rules folder (default: RULES_DIR, else rules)' },
  },
  details:
    'The running Cordon keeps the last good rules when a list or rule file shrinks strongly: it may be a half-saved file. This says it is meant.',
  async run({ values, operands, json }, io) {
    const dir = resolve(operands[0] ?? values.rules ?? io.env.RULES_DIR ?? 'rules');
    const examined = await examineFolder(dir);
    if (!examined.ok) {
      throw new UserError(
        `the rules in ${dir} cannot be used:\n${examined.problems.map((one) => `  ${formatProblem(one)}`).join('\n')}`,
        {
          hint: 'Mend them first.',
          exitCode: 1,
        },
      );
    }
    const { hash } = examined.candidate.ruleset;
    await using cordon = await attach(io);
    await cordon.rulesets.accept(hash);
    if (json) printJson(io, { hash });
    else
      io.stdout.write(
        `Version ${hash} of ${dir} is accepted; every worker that has these files uses them within seconds.\n`,
      );
    return 0;
  },
});
