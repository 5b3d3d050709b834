import type { Config } from '../config/config.ts';
import { withEnvFile } from '../config/env-file.ts';
import type { Environment, ReadOptions } from '../config/read.ts';
import { formatProblem, readConfig } from '../config/read.ts';
import type { Secrets } from '../config/secrets.ts';
import { UserError } from '../errors.ts';
import type { Io } from './io.ts';

export interface CommandConfig {
  config: Config;
  secrets: Secrets;
  /** What both were read from. */
  env: Environment;
}

/** Environment and `.env` as a command needs them; warnings go to stderr, all problems into one UserError. */
export function commandConfig(io: Io, options: ReadOptions): CommandConfig {
  const file = withEnvFile(io.env);
  const read = readConfig(file.env, options);
  for (const warning of [...file.warnings, ...read.warnings])
    io.stderr.write(`warning: ${formatProblem(warning)}\n`);
  const problems = [...file.problems, ...(read.ok ? [] : read.problems)];
  if (!read.ok || problems.length > 0) {
    const count = `${problems.length} ${problems.length === 1 ? 'thing' : 'things'}`;
    throw new UserError(
      `the configuration needs ${count} mended:\n${problems.map((one) => `  ${formatProblem(one)}`).join('\n')}`,
      {
        hint: 'Run cordon init, or copy .env.example to .env and fill it in. cordon doctor checks it.',
      },
    );
  }
  return { config: read.config, secrets: read.secrets, env: file.env };
}
