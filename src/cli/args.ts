import { parseArgs } from 'node:util';
import { nearest } from '../config/nearest.ts';
import { UserError } from '../errors.ts';
import type { Args, Options } from './options.ts';

/** What a command says of its arguments. */
interface Shape<O extends Options> {
  name: string;
  usage: string;
  operands: { min: number; max: number };
  options: O;
}

/** Checks `argv` against a command's options and operands; throws a UserError that says what to type instead. */
export function parseArguments<O extends Options>(shape: Shape<O>, argv: readonly string[]): Args<O> {
  const options = Object.fromEntries(
    Object.entries(shape.options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  const known = { ...options, json: { type: 'boolean' as const } };
  const { tokens, values, positionals } = parseArgs({
    args: [...argv],
    options: known,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkOption(shape, known, token);
  checkOperands(shape, positionals);
  const entries = Object.entries(shape.options).map(([name, spec]) => {
    const unset = spec.multiple === true ? [] : spec.type === 'boolean' ? false : spec.default;
    return [name, values[name] ?? unset];
  });
  const checked = Object.fromEntries(entries) as Args<O>['values'];
  return { values: checked, operands: positionals, json: values.json === true };
}

interface OptionToken {
  name: string;
  rawName: string;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

function checkOption(
  { name: command }: Shape<Options>,
  known: Readonly<Record<string, { type: string }>>,
  { name, rawName, value, inlineValue }: OptionToken,
): void {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (option === undefined) {
    const meant = nearest(name, Object.keys(known));
    const hint = meant === null ? seeHelp(command) : `Did you mean --${meant}?`;
    throw new UserError(`unknown option ${rawName}`, { hint });
  }
  if (option.type === 'boolean' && value !== undefined) {
    throw new UserError(`--${name} takes no value`, { hint: `Write --${name} alone, or leave it out.` });
  }
  if (option.type !== 'string') return;
  // "--rules --json": what follows is the next option, not the value. "-" alone means standard input.
  const swallowed = inlineValue !== true && value !== undefined && /^-./.test(value);
  if (value === undefined || value === '' || swallowed) {
    throw new UserError(`--${name} needs a value`, { hint: `Write --${name} VALUE or --${name}=VALUE.` });
  }
}

function checkOperands(
  { name, usage, operands: { min, max } }: Shape<Options>,
  operands: readonly string[],
): void {
  const extra = operands[max];
  if (extra !== undefined) throw new UserError(`unexpected argument "${extra}"`, { hint: seeHelp(name) });
  if (operands.length < min) throw new UserError(`cordon ${name} needs ${usage}`, { hint: seeHelp(name) });
}

function seeHelp(command: string): string {
  return `See: cordon ${command} --help`;
}

/** The whole number an option's text stands for; throws a UserError when it is none or out of bounds. */
export function integerOption(
  text: string,
  option: string,
  { min, max }: { min: number; max: number },
): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UserError(`--${option} ${text} is not a whole number from ${min} to ${max}`);
}

/** The choice an option's text stands for; throws a UserError naming the choices. */
export function choiceOption<const T extends string>(text: string, option: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  throw new UserError(`--${option} ${text} is not one of ${choices.join(', ')}`);
}
