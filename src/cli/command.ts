import type { Io } from './io.ts';
import { parseArguments } from './args.ts';
import type { Args, Options } from './options.ts';

/** 0 = done or yes · 1 = the answer is no · 2 = wrong usage or configuration. */
export type ExitCode = 0 | 1 | 2;

export interface CommandSpec<O extends Options> {
  /** One word, or two for a member of a group: `rules lint`. */
  name: string;
  /** One line: starts with a capital, ends without a full stop. */
  summary: string;
  /** How operands are written in help, e.g. `[DIR]` or `PHONE…`. @default '' */
  usage?: string;
  /** How many operands are taken. @default none */
  operands?: { min: number; max: number };
  /** Further lines of help: what the answer means, examples. */
  details?: string;
  options: O;
  run: (args: Args<O>, io: Io) => Promise<ExitCode>;
}

/** A command as the shell sees it, whatever its options are. */
export interface Command extends Required<Omit<CommandSpec<Options>, 'run'>> {
  /** Parses and runs; throws a UserError for wrong usage. */
  execute: (argv: readonly string[], io: Io) => Promise<ExitCode>;
}

/** Ties the types of the options to what `run` receives. */
export function defineCommand<const O extends Options>(spec: CommandSpec<O>): Command {
  const { name, summary, usage = '', operands = { min: 0, max: 0 }, details = '', options } = spec;
  return {
    ...{ name, summary, usage, operands, details, options },
    execute: async (argv, io) => spec.run(parseArguments({ name, usage, operands, options }, argv), io),
  };
}
