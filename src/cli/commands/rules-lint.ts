import { resolve } from 'node:path';
import { formatLint, lintRules } from '../../ruleset/lint.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output.ts';

export const rulesLintCommand = defineCommand({
  name: 'rules lint',
  summary: 'Check rule files, lists and policy; every problem with file:line:column',
  usage: '[DIR]',
  operands: { min: 0, max: 1 },
  options: {
    rules: { type: 'string', value: 'DIR', about: 'Rules folder (default: RULES_DIR, else rules)' },
  },
  async run({ values, operands, json }, io) {
    const report = await lintRules(resolve(operands[0] ?? values.rules ?? io.env.RULES_DIR ?? 'rules'));
    if (json) printJson(io, report);
    else io.stdout.write(`${formatLint(report)}\n`);
    return report.ok ? 0 : 1;
  },
});
