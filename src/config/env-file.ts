import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { errorCode } from './secret-file.ts';
import type { Environment, Problem } from './read.ts';

export interface EnvFile {
  env: Environment;
  problems: Problem[];
  warnings: Problem[];
}

/** The environment this process was started with. The only use of `process.env` in Cordon. */
export function processEnvironment(): Environment {
  return { ...process.env };
}

/**
 * Adds what `path` says to `env`; what the environment says wins, also where one names a secret and the other its file.
 * A file that does not exist adds nothing. Only `start` and the commands that attach to it may call this.
 */
export function withEnvFile(env: Environment, path = '.env'): EnvFile {
  let text: string;
  let mode: number;
  try {
    text = readFileSync(path, 'utf8');
    mode = statSync(path).mode;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return { env, problems: [], warnings: [] };
    const problem = {
      variable: path,
      message: `cannot be read (${code})`,
      fix: 'Make it a readable file or remove it.',
    };
    return { env, problems: [problem], warnings: [] };
  }
  const added = Object.entries(parseEnv(text)).filter(([name]) => !decides(env, name));
  const warnings = (mode & 0o077) === 0 ? [] : [openToOthers(path)];
  return { env: { ...Object.fromEntries(added), ...env }, problems: [], warnings };
}

function decides(env: Environment, name: string): boolean {
  const twin = name.endsWith('_FILE') ? name.slice(0, -'_FILE'.length) : `${name}_FILE`;
  return env[name] !== undefined || env[twin] !== undefined;
}

function openToOthers(path: string): Problem {
  return {
    variable: path,
    message: 'holds secrets and other users may read it',
    fix: `Run: chmod 600 ${path}`,
  };
}
