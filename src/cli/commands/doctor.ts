import { ROLES } from '../../config/variables.ts';
import { choiceOption } from '../args.ts';
import { defineCommand } from '../command.ts';
import { examine } from '../examine.ts';
import { isFit, printFindings } from '../findings.ts';
import { printJson } from '../output.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary:
    'Check configuration, machine, Redis, rules and the token at Meta, and say how to mend what is wrong',
  options: {
    role: { type: 'string', value: 'ROLE', default: 'all', about: 'Check for all, receiver or worker' },
    offline: { type: 'boolean', about: 'Do not ask Meta' },
  },
  details: `Reads the environment and .env as a start does. Changes nothing and never shows a secret. Meta is asked one harmless question a
number: a page of its blocklist with one entry. Exit status 1: something must be mended.`,
  async run({ values, json }, io) {
    const role = choiceOption(values.role, 'role', ROLES);
    const findings = await examine(io, { role, offline: values.offline });
    if (json) printJson(io, { ok: isFit(findings), findings });
    else printFindings(io, findings);
    return isFit(findings) ? 0 : 1;
  },
});
