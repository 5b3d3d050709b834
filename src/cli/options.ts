/** A `node:util` parseArgs descriptor with its line of help. */
export interface OptionSpec {
  type: 'string' | 'boolean';
  /** Starts with a capital, ends without a full stop. */
  about: string;
  /** What stands for the value in help, e.g. `DIR`. @default VALUE */
  value?: string;
  /** Value when not given; strings only. */
  default?: string;
  /** May be given several times. */
  multiple?: boolean;
}
export type Options = Readonly<Record<string, OptionSpec>>;

type One<O extends OptionSpec> = O['type'] extends 'boolean' ? boolean : string;
type Value<O extends OptionSpec> = O extends { multiple: true }
  ? One<O>[]
  : O extends { type: 'boolean' } | { default: string }
    ? One<O>
    : string | undefined;

/** What was typed after the command's name, checked against its options. */
export interface Args<O extends Options = Options> {
  values: { [Name in keyof O]: Value<O[Name]> };
  operands: readonly string[];
  /** `--json`, which every command has: print for programs. */
  json: boolean;
}
