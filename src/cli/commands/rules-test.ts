import { resolve } from 'node:path';
import { formatTests, testRules } from '../../ruleset/run-tests.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output.ts';

export const rulesTestCommand = defineCommand({
  name: 'rules test',
  summary: 'Run the match and ignore tests inside the rules',
  usage: '[DIR]',
  operands: { min: 0, max: 1 },
  options: {
    rules: { type: 'string', value: 'DIR', about: 'Rules folder (default: RULES_DIR, else rules)' },
  },
  async run({ values, operands, json }, io) {
    const report = await testRules(resolve(operands[0] ?? values.rules ?? io.env.RULES_DIR ?? 'rules'));
    if (json) printJson(io, report);
    else io.stdout.write(`${formatTests(report)}\n`);
    return report.ok ? 0 : 1;
  },
});
