import { resolve } from 'node:path';
import { startApp } from '../../app.ts';
import type { Rules } from '../../app-rules.ts';
import { startRules } from '../../app-rules.ts';
import type { Config } from '../../config/config.ts';
import { liveSecrets, type LiveSecretsOptions } from '../../config/live-secrets.ts';
import { ROLES, type Role } from '../../config/variables.ts';
import { UserError } from '../../errors.ts';
import { VERSION } from '../../health.ts';
import { createLogger, type Logger, useLogIdKey } from '../../log.ts';
import { configuredRedis } from '../../redis-address.ts';
import { SchemaError } from '../../store/schema.ts';
import { defineCommand } from '../command.ts';
import { commandConfig } from '../environment.ts';
import { ownRedis } from '../own-redis.ts';

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
      const { config, secrets, env } = commandConfig(io, { role });
      useLogIdKey(
        `${config.redis.keyPrefix}:${secrets.graph?.appSecret ?? secrets.receiver?.appSecrets[0] ?? secrets.graph?.accessToken ?? ''}`,
      );
      const log = createLogger({ level: config.logLevel });
      const say = (line: string): void => void io.stderr.write(`${line}\n`);
      await using embedded = await ownRedis(config, configuredRedis(secrets) === null, io, say);
      const redis = embedded === null ? configuredRedis(secrets) : { path: embedded.path };
      if (redis === null) throw new UserError('REDIS_URL is missing');
      const dir = values.rules === undefined ? config.rulesDir : resolve(values.rules);
      let rules: Rules | null = null;
      try {
        if (role !== 'receiver')
          rules = await unless(
            stop,
            startRules({ dir, redis, keyPrefix: config.redis.keyPrefix, log, stop }),
          );
        const renewed: (() => void)[] = [];
        await using live = liveSecrets({ env, initial: secrets, ...secretEvents(log, renewed) });
        const starting = startApp({
          ...{ config, secrets: live.secrets, redis, rules, log, stop },
          onSecretsRenewed: (listener) => renewed.push(listener),
        });
        const app = await unless(stop, starting).catch(refine);
        log.info({ version: VERSION, config, ruleset: rules?.current().hash ?? null }, 'started');
        say(banner(config, app.webhookPort, app.adminPort, rules));
        await aborted(stop);
        say('stopping …');
        await app.close();
        return 0;
      } catch (error) {
        if (!stop.aborted) throw error;
        // It was still waiting for Redis.
        say('stopping …');
        return 0;
      } finally {
        await rules?.close();
      }
    },
  });

/** Rotations show in the log and reach whoever wants to know. */
function secretEvents(
  log: Logger,
  listeners: readonly (() => void)[],
): Pick<LiveSecretsOptions, 'onRenewed' | 'onRefused'> {
  return {
    onRenewed: () => {
      log.info('secrets were renewed from their files');
      for (const listener of listeners) listener();
    },
    onRefused: ({ variable, message, fix }) =>
      log.warn({ variable, fix }, `${variable} ${message}; the secret in force stays`),
  };
}

/** Failures to start that the operator can mend. */
function refine(error: unknown): never {
  if (error instanceof SchemaError) throw new UserError(error.message, { cause: error });
  if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) {
    throw new UserError(error.message, { cause: error, hint: 'Set PORT or ADMIN_PORT to a free one.' });
  }
  throw error;
}

function banner(config: Config, webhookPort: number | null, adminPort: number, rules: Rules | null): string {
  const mode =
    config.mode === 'enforce'
      ? 'enforce mode: offenders are blocked'
      : 'monitor mode: decisions are recorded, nobody is blocked (CORDON_MODE=enforce changes that)';
  return [
    `Cordon ${VERSION} (${config.role}), ${mode}`,
    ...(webhookPort === null ? [] : [`  webhook  http://localhost:${webhookPort}/webhook`]),
    `  admin    http://${config.admin.host}:${adminPort}/healthz and /metrics`,
    ...(rules === null
      ? []
      : [
          `  rules    ${rules.current().rules.length} from ${config.rulesDir}, version ${rules.current().hash}`,
        ]),
  ].join('\n');
}

/** What waits for a Redis that is away may never settle: the signal to stop rejects in its place. */
const unless = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([work, aborted(signal).then(() => Promise.reject(new Error('told to stop')))]);

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
