import { resolve } from 'node:path';
import { formatLint, lintJson, lintRules } from '../../ruleset/lint.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output.ts';

export const rulesLintCommand = defineCommand({
  name: 'rules lint',
  summary: 'Check rule files, lists and policy; every problem with file:line:column',
  usage: '[DIR]',
  operands: { min: 0, max: 1 },
  options: {
    rules: { type: 'string', value: 'DIR', about: 'Rules folder (default: RULES_DIR, else rules)' },
    strict: { type: 'boolean', about: 'Exit with status 1 for warnings too' },
  },
  details: `Errors keep the rules from being used; warnings are what is allowed but hardly meant. Each ends with the name of
its check, and docs/lint.md says what to do about it. Exit status 1: there are errors.

  cordon rules lint
  cordon rules lint my-rules --strict --json`,
  async run({ values, operands, json }, io) {
    const report = await lintRules(resolve(operands[0] ?? values.rules ?? io.env.RULES_DIR ?? 'rules'));
    if (json) printJson(io, lintJson(report));
    else io.stdout.write(`${formatLint(report)}\n`);
    return report.ok && !(values.strict && report.warnings > 0) ? 0 : 1;
  },
});
