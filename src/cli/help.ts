import type { Command } from './command.ts';
import type { OptionSpec } from './options.ts';

const COMMON: [string, string][] = [
  ['--json', 'Print for programs: one JSON document or one JSON object a line'],
  ['--help', 'Show this help'],
];

/** The help of one command. */
export function commandHelp({ name, summary, usage, details, options }: Command): string {
  const rows = Object.entries(options).map(([option, spec]): [string, string] => [
    flag(option, spec),
    spec.default === undefined ? spec.about : `${spec.about} (default ${spec.default})`,
  ]);
  const usageLine = ['cordon', name, usage, '[options]'].filter((part) => part !== '').join(' ');
  const sections = [`${summary}.`, `Usage: ${usageLine}`, `Options:\n${twoColumns([...rows, ...COMMON])}`];
  if (details !== '') sections.push(details.trim());
  return `${sections.join('\n\n')}\n`;
}

/** The list of commands: all of them, or those of one group such as `rules`. */
export function commandList(commands: readonly Command[], group: string | null = null): string {
  const shown = group === null ? commands : commands.filter(({ name }) => name.startsWith(`${group} `));
  const rows = shown.map(({ name, summary }): [string, string] => [name, summary]);
  const usage = group === null ? 'cordon COMMAND' : `cordon ${group} COMMAND`;
  const more =
    'Every command takes --json and --help. Exit status: 0 done, 1 the answer is no, 2 usage or configuration.';
  return `Usage: ${usage} [options]\n\nCommands:\n${twoColumns(rows)}\n\n${more}\n`;
}

function flag(option: string, { type, value = 'VALUE' }: OptionSpec): string {
  return type === 'boolean' ? `--${option}` : `--${option} ${value}`;
}

function twoColumns(rows: readonly [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
