import { resolve } from 'node:path';
import { nearest } from '../../config/nearest.ts';
import { UserError } from '../../errors.ts';
import type { Pack } from '../../ruleset/packs.ts';
import { modesIn } from '../../ruleset/packs.ts';
import { defineCommand } from '../command.ts';
import { printJson, printTable } from '../output.ts';
import { rulesetOrProblems } from '../ruleset.ts';

export const rulesPacksCommand = defineCommand({
  name: 'rules packs',
  summary: 'List the packs of rules, or the rules of one, with their modes',
  usage: '[PACK]',
  operands: { min: 0, max: 1 },
  options: {
    rules: { type: 'string', value: 'DIR', about: 'Rules folder (default: RULES_DIR, else rules)' },
  },
  details: `A pack is a rule file; its name is that of the file without its ending. One line in a rule file of yours
switches all its rules at once, to off, monitor or enforce:

  packs: { links: monitor, abuse: off }

  cordon rules packs
  cordon rules packs links --json`,
  async run({ values, operands: [name], json }, io) {
    const dir = resolve(values.rules ?? io.env.RULES_DIR ?? 'rules');
    const { packs } = await rulesetOrProblems(dir);
    if (name !== undefined) {
      const { rules, ...pack } = named(name, packs, dir);
      if (json) printJson(io, { ...pack, rules });
      else
        printTable(
          io,
          [
            { title: 'rule', value: ({ id }) => id },
            { title: 'mode', value: ({ mode }) => mode },
            { title: 'description', value: ({ description }) => description },
          ],
          rules,
        );
      return 0;
    }
    if (json) printJson(io, { packs });
    else
      printTable(
        io,
        [
          { title: 'pack', value: (pack) => pack.name },
          { title: 'rules', value: ({ rules }) => rules.length, align: 'right' },
          { title: 'mode', value: ({ rules }) => modesIn(rules) },
          {
            title: 'switched by',
            value: ({ switchedBy: by }) => (by === null ? '' : `${by.file}:${by.line}`),
          },
          { title: 'about', value: ({ about }) => about },
        ],
        packs,
      );
    return 0;
  },
});

function named(name: string, packs: readonly Pack[], dir: string): Pack {
  const pack = packs.find((one) => one.name === name);
  if (pack !== undefined) return pack;
  const meant = nearest(
    name,
    packs.map((one) => one.name),
  );
  const hint = meant === null ? 'See: cordon rules packs' : `Did you mean: cordon rules packs ${meant}`;
  throw new UserError(`there is no pack ${name} in ${dir}`, { hint });
}
