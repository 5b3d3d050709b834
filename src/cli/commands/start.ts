import { startApp } from '../../app.ts';
import type { Config } from '../../config/config.ts';
import { ROLES, type Role } from '../../config/variables.ts';
import { UserError } from '../../errors.ts';
import { VERSION } from '../../health.ts';
import { createLogger, useLogIdKey } from '../../log.ts';
import { configuredRedis } from '../../redis-address.ts';
import type { EmbeddedRedis } from '../../redis/embedded.ts';
import { EmbeddedRedisError } from '../../redis/errors.ts';
import { startEmbeddedRedis } from '../../redis/embedded.ts';
import { loadRuleset } from '../../ruleset/load.ts';
import type { LoadedRuleset } from '../../ruleset/parse.ts';
import { formatProblem } from '../../ruleset/problem.ts';
import { SchemaError } from '../../store/schema.ts';
import { defineCommand } from '../command.ts';
import { commandConfig } from '../environment.ts';
import type { Io } from '../io.ts';

/** `cordon start`: serves until the signal to stop. */
export const startCommand = (stop: AbortSignal) =>
  defineCommand({
    name: 'start',
    summary: 'Receive the webhook, judge messages, block offenders and let them back in',
    options: {
      role: {
        type: 'string',
        value: 'ROLE',
        default: 'all',
        about: 'all, receiver or worker; the last two need REDIS_URL',
      },
      rules: { type: 'string', value: 'DIR', about: 'Rules folder instead of RULES_DIR' },
    },
    details:
      'Reads the environment and .env. Starts in monitor mode unless CORDON_MODE=enforce: decisions are recorded, nobody is blocked.',
    async run({ values }, io) {
      const role = ROLES.find((one): one is Role => one === values.role);
      if (role === undefined)
        throw new UserError(`"${values.role}" is not a role`, { hint: `Use one of: ${ROLES.join(', ')}.` });
      const { config, secrets } = commandConfig(io, { role });
      const ruleset = role === 'receiver' ? null : await rulesetOrProblems(values.rules ?? config.rulesDir);
      useLogIdKey(
        `${config.redis.keyPrefix}:${secrets.graph?.appSecret ?? secrets.receiver?.appSecrets[0] ?? secrets.graph?.accessToken ?? ''}`,
      );
      const log = createLogger({ level: config.logLevel });
      const say = (line: string): void => void io.stderr.write(`${line}\n`);
      await using embedded = await ownRedis(config, configuredRedis(secrets) === null, io, say);
      const redis = embedded === null ? configuredRedis(secrets) : { path: embedded.path };
      if (redis === null) throw new UserError('REDIS_URL is missing');
      const app = await startApp({ config, secrets, redis, ruleset, log }).catch(refine);
      log.info({ version: VERSION, config, ruleset: ruleset?.hash ?? null }, 'started');
      say(banner(config, app.webhookPort, app.adminPort, ruleset));
      await aborted(stop);
      say('stopping …');
      await app.close();
      return 0;
    },
  });

export async function rulesetOrProblems(dir: string): Promise<LoadedRuleset> {
  const result = await loadRuleset(dir);
  if (result.ok) return result.ruleset;
  throw new UserError(
    `the rules in ${dir} cannot be used:\n${result.problems.map((one) => `  ${formatProblem(one)}`).join('\n')}`,
    {
      hint: 'Mend them and check with: cordon rules lint',
    },
  );
}

export async function ownRedis(
  config: Config,
  wanted: boolean,
  io: Io,
  say: (line: string) => void,
): Promise<EmbeddedRedis | null> {
  if (!wanted) return null;
  const CI = io.env.CI ?? '';
  try {
    return await startEmbeddedRedis({
      dataDir: config.dataDir,
      maxMemoryBytes: config.redis.embeddedMaxmemoryMb * 1_048_576,
      install: { searchPath: io.env.PATH ?? '', unasked: CI === '1' || CI === 'true' },
      say,
    });
  } catch (error) {
    if (error instanceof EmbeddedRedisError) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

/** Failures to start that the operator can mend. */
function refine(error: unknown): never {
  if (error instanceof SchemaError) throw new UserError(error.message, { cause: error });
  if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) {
    throw new UserError(error.message, { cause: error, hint: 'Set PORT or ADMIN_PORT to a free one.' });
  }
  throw error;
}

function banner(
  config: Config,
  webhookPort: number | null,
  adminPort: number,
  ruleset: LoadedRuleset | null,
): string {
  const mode =
    config.mode === 'enforce'
      ? 'enforce mode: offenders are blocked'
      : 'monitor mode: decisions are recorded, nobody is blocked (CORDON_MODE=enforce changes that)';
  return [
    `Cordon ${VERSION} (${config.role}), ${mode}`,
    ...(webhookPort === null ? [] : [`  webhook  http://localhost:${webhookPort}/webhook`]),
    `  admin    http://${config.admin.host}:${adminPort}/healthz and /metrics`,
    ...(ruleset === null
      ? []
      : [`  rules    ${ruleset.rules.length} from ${config.rulesDir}, version ${ruleset.hash}`]),
  ].join('\n');
}

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
