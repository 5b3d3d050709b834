import { secret, secretList } from './kinds.ts';
import { GROUPS, type Variable, VARIABLES, type VariableName, variableNames } from './variables.ts';

const WIDTH = 100;
const START = '<!-- configuration:start (generated from src/config/variables.ts) -->';
const END = '<!-- configuration:end -->';

/** The text of `.env.example`: every variable, what must be set left open, the rest commented out with its default. */
export function envExample(): string {
  const parts = [
    '# Copy this to .env, fill in the open lines and run: chmod 600 .env',
    '# The environment wins over this file. A secret may come from a file instead: META_ACCESS_TOKEN_FILE=/run/secrets/token',
  ];
  for (const group of GROUPS) {
    parts.push('', `# ── ${group} ──`);
    for (const name of namesOf(group)) parts.push('', ...example(name, VARIABLES[name]));
  }
  return `${parts.join('\n')}\n`;
}

/** The README's table of variables, its columns padded as prettier would. */
export function configTable(): string {
  const rows = [['Variable', 'Default', 'What it sets']];
  for (const name of GROUPS.flatMap(namesOf)) {
    rows.push([`\`${name}\``, defaultCell(VARIABLES[name]), VARIABLES[name].about]);
  }
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(width(column))).join(' | ')} |`;
  const rule = [0, 1, 2].map((column) => '-'.repeat(width(column)));
  const [header = [], ...body] = rows;
  return [header, rule, ...body].map(line).join('\n');
}

/** `markdown` with the table between its two configuration marks brought up to date; throws when a mark is missing. */
export function withConfigTable(markdown: string): string {
  const start = markdown.indexOf(START);
  const end = markdown.indexOf(END);
  if (start === -1 || end < start)
    throw new Error(`The page has no place for the table: add ${START} and ${END}`);
  return `${markdown.slice(0, start + START.length)}\n\n${configTable()}\n\n${markdown.slice(end)}`;
}

function namesOf(group: Variable<unknown>['group']): VariableName[] {
  return variableNames.filter((name) => VARIABLES[name].group === group);
}

function example(name: string, variable: Variable<unknown>): string[] {
  const { about, fallback, neededBy, kind } = variable;

  const shape = kind === secret || kind === secretList ? [] : wrap(`Takes ${kind.expects}.`);
  const setting = neededBy.length > 0 ? `${name}=` : `# ${name}=${fallback ?? ''}`;
  return [...wrap(`${about}.`), ...shape, setting];
}

function defaultCell({ fallback, neededBy }: Variable<unknown>): string {
  if (fallback !== null) return `\`${fallback}\``;
  const [only] = neededBy;
  return only === undefined ? 'unset' : `required (${only})`;
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
