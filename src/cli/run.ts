import { nearest } from '../config/nearest.ts';
import { UserError } from '../errors.ts';
import type { Command, ExitCode } from './command.ts';
import { commandHelp, commandList } from './help.ts';
import type { Io } from './io.ts';
import { printable } from './output.ts';

export interface Program {
  version: string;
  commands: readonly Command[];
}

/** Runs what was typed after `cordon`. Answers go to stdout, errors and what to do about them to stderr; it never throws. */
export async function runCli(argv: readonly string[], program: Program, io: Io): Promise<ExitCode> {
  try {
    return await dispatch(argv, program, io);
  } catch (error) {
    io.stderr.write(describe(error));
    return error instanceof UserError ? error.exitCode : 2;
  }
}

async function dispatch(argv: readonly string[], { version, commands }: Program, io: Io): Promise<ExitCode> {
  const [first = ''] = argv;
  if (first === '--version') return say(io, `${version}\n`);
  // `cordon help rules lint` and `cordon --help rules lint` are `cordon rules lint --help`.
  const words = first === 'help' || isHelp(first) ? [...argv.slice(1), '--help'] : argv;
  const command = find(words, commands);
  if (command !== null) {
    const rest = words.slice(command.name.split(' ').length);
    return beforeDashes(rest).some(isHelp) ? say(io, commandHelp(command)) : command.execute(rest, io);
  }

  const [name = ''] = words;
  if (name.startsWith('-') && !isHelp(name)) {
    const hint = 'Write the command first, then its options. See: cordon --help';
    throw new UserError(`${name} is not a command`, { hint });
  }
  const group = commands.some((one) => one.name.startsWith(`${name} `)) ? name : null;
  const typed = words.filter((word) => !word.startsWith('-')).slice(0, group === null ? 1 : 2);
  if (typed.length > (group === null ? 0 : 1)) throw unknownCommand(typed.join(' '), commands);
  const list = commandList(commands, group);
  if (words.some(isHelp)) return say(io, list);
  io.stderr.write(list);
  return 2;
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function find(words: readonly string[], commands: readonly Command[]): Command | null {
  const named = (count: number): Command | undefined =>
    commands.find(({ name }) => name === words.slice(0, count).join(' '));
  return named(2) ?? named(1) ?? null;
}

function unknownCommand(typed: string, commands: readonly Command[]): UserError {
  const names = commands.flatMap(({ name }) => [name, ...name.split(' ').slice(0, -1)]);
  const meant = nearest(typed, names);
  const hint = meant === null ? 'See: cordon --help' : `Did you mean: cordon ${meant}`;
  return new UserError(`unknown command "${typed}"`, { hint });
}

function beforeDashes(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end === -1 ? words : words.slice(0, end);
}

function say(io: Io, text: string): ExitCode {
  io.stdout.write(text);
  return 0;
}

function describe(error: unknown): string {
  if (error instanceof UserError) {
    const hint = error.hint === null ? '' : `${printable(error.hint, { lines: true })}\n`;
    return `error: ${printable(error.message, { lines: true })}\n${hint}`;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `error: something broke inside Cordon. Please report this:\n${printable(detail, { lines: true })}\n`;
}
