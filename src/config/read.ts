import { isLoopback } from './loopback.ts';
import { nearest } from './nearest.ts';
import { readSecretFile } from './secret-file.ts';
import { type Config, toConfig } from './config.ts';
import { type Secrets, toSecrets } from './secrets.ts';
import {
  type Role,
  type Values,
  type Variable,
  VARIABLES,
  type VariableName,
  variableNames,
} from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Something wrong in the environment, and what to do about it. Never contains a secret. */
export interface Problem {
  variable: string;
  /** Continues the variable's name: "is not a whole number". */
  message: string;
  fix: string;
}

export type ReadResult =
  | { ok: true; config: Config; secrets: Secrets; warnings: Problem[] }
  | { ok: false; problems: Problem[]; warnings: Problem[] };

export interface ReadOptions {
  /** @default 'all' */
  role?: Role;
  /** `start` insists on what the role needs; `inspect` (status, retry, doctor …) takes what is there. @default 'start' */
  purpose?: 'start' | 'inspect';
}

/** Reads and checks the whole environment; a refusal lists every problem at once. Empty variables count as unset. */
export function readConfig(
  env: Environment,
  { role = 'all', purpose = 'start' }: ReadOptions = {},
): ReadResult {
  const problems: Problem[] = [];
  const entries = variableNames.map((name) => [name, readVariable(name, env, problems)] as const);
  const values = Object.fromEntries(entries) as Values;
  if (purpose === 'start') problems.push(...missing(env, role), ...conflicts(values, env));
  const warnings = unknownVariables(env);
  if (problems.length > 0) return { ok: false, problems, warnings };
  return { ok: true, config: toConfig(values, role), secrets: toSecrets(values), warnings };
}

/** One line a problem, for stderr. */
export function formatProblem({ variable, message, fix }: Problem): string {
  return `${variable} ${message}. ${fix}`;
}

function readVariable(name: VariableName, env: Environment, problems: Problem[]): unknown {
  const variable: Variable<unknown> = VARIABLES[name];
  const text = variable.secret ? secretText(name, env, problems) : plain(env[name]);
  const written = text ?? variable.fallback;
  if (written === null) return null;
  const parsed = variable.kind.schema.safeParse(written);
  if (parsed.success) return parsed.data;
  const shown = variable.secret ? '' : ` (${JSON.stringify(written.slice(0, 80))})`;
  const message = `${[...new Set(parsed.error.issues.map((issue) => issue.message))].join(' and ')}${shown}`;
  problems.push({ variable: name, message, fix: `Set it to ${variable.kind.expects}.` });
  return variable.fallback === null ? null : variable.kind.schema.parse(variable.fallback);
}

function secretText(name: string, env: Environment, problems: Problem[]): string | null {
  const direct = plain(env[name]);
  const path = plain(env[`${name}_FILE`]);
  if (path === null) return direct;
  if (direct !== null) {
    const message = `is set, and so is ${name}_FILE`;
    problems.push({ variable: name, message, fix: 'Keep one of the two.' });
    return direct;
  }
  const file = readSecretFile(path);
  if (file.ok) return file.text;
  problems.push({ variable: `${name}_FILE`, message: file.message, fix: file.fix });
  return null;
}

function plain(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** Whether it was set at all. One that was refused has its own problem already and is not missing as well. */
function given(name: VariableName, env: Environment): boolean {
  return plain(env[name]) !== null || (VARIABLES[name].secret && plain(env[`${name}_FILE`]) !== null);
}

function missing(env: Environment, role: Role): Problem[] {
  const problems: Problem[] = [];
  for (const name of variableNames) {
    const { neededBy, secret, about }: Variable<unknown> = VARIABLES[name];
    const needed = neededBy.some((part) => role === 'all' || role === part);
    if (!needed || given(name, env)) continue;
    const where = secret ? ` (or name a file in ${name}_FILE)` : '';
    problems.push({ variable: name, message: 'is missing', fix: `Set it${where}: ${about}.` });
  }
  if (role !== 'all' && !given('REDIS_URL', env)) {
    const fix = 'Set it to the Redis that receiver and worker share, or start with --role all.';
    problems.push({
      variable: 'REDIS_URL',
      message: `is missing, and the role ${role} cannot run its own Redis`,
      fix,
    });
  }
  return problems;
}

function conflicts(values: Values, env: Environment): Problem[] {
  const problems: Problem[] = [];
  if (!given('ADMIN_TOKEN', env) && !isLoopback(values.ADMIN_HOST)) {
    const message = `is missing, and ADMIN_HOST (${values.ADMIN_HOST}) can be reached from other machines`;
    const fix = 'Set it to a long random word, or set ADMIN_HOST to 127.0.0.1.';
    problems.push({ variable: 'ADMIN_TOKEN', message, fix });
  }
  if (values.PORT === values.ADMIN_PORT && values.PORT !== 0) {
    const fix = 'Give each a port of its own: the admin port must not be public.';
    problems.push({ variable: 'ADMIN_PORT', message: `is the same as PORT (${values.PORT})`, fix });
  }
  return problems;
}

function unknownVariables(env: Environment): Problem[] {
  const known: string[] = variableNames.flatMap((name) =>
    VARIABLES[name].secret ? [name, `${name}_FILE`] : [name],
  );
  return Object.keys(env)
    .filter((name) => /^(META|CORDON)_/.test(name) && !known.includes(name))
    .map((variable) => {
      const meant = nearest(variable, known);
      const fix = meant === null ? 'Remove it if it was meant for Cordon.' : `Did you mean ${meant}?`;
      return { variable, message: 'is not a variable Cordon knows', fix };
    });
}
