import type { Config } from '../config/config.ts';
import { errorCode } from '../config/secret-file.ts';
import type { Secrets } from '../config/secrets.ts';
import { findings, type Finding } from '../doctor/finding.ts';
import { askRedis } from '../doctor/redis-facts.ts';
import { judgeRedis } from '../doctor/redis-findings.ts';
import { connectionProblem } from '../doctor/redis-link.ts';
import { producerConnection, type RedisAddress } from '../queue/connections.ts';
import { configuredRedis } from '../redis-address.ts';
import { attachEmbedded, type Attachment } from '../redis/attach.ts';
import { findServerBinary } from '../redis/find-binary.ts';
import { createKeys } from '../store/keys.ts';
import { createNumberStore } from '../store/number-store.ts';
import { createRulesetStore, type RulesetReport } from '../store/ruleset-store.ts';

const { ok, warn, fail } = findings('redis');

export interface RedisExam {
  findings: Finding[];
  /** What the running workers judge by; null when Redis could not be asked. */
  reports: readonly RulesetReport[] | null;
  /** The business numbers it holds data of. */
  numbers: readonly string[];
}

/** REDIS_URL, or the private Redis of a running Cordon; without either, whether a start could bring one. */
export async function examineRedis(config: Config, secrets: Secrets, searchPath: string): Promise<RedisExam> {
  const configured = configuredRedis(secrets);
  if (configured !== null) return ask(configured, config);
  const nothing = { reports: null, numbers: [] };
  let running: Attachment;
  try {
    running = await attachEmbedded(config.dataDir);
  } catch (error) {
    const mend = 'Run this as the user Cordon runs as.';
    return {
      findings: [
        fail(`the private Redis in ${config.dataDir} cannot be looked at (${errorCode(error)})`, mend),
      ],
      ...nothing,
    };
  }
  if (running.path !== null) return ask({ path: running.path }, config);
  if (running.silent) {
    const mend = `Look at ${config.dataDir}/redis/redis.log and at the Cordon with pid ${running.ownerPid ?? 'unknown'}, or start it again.`;
    return { findings: [fail('the private Redis does not answer', mend)], ...nothing };
  }
  return { findings: [await startable(searchPath)], ...nothing };
}

async function startable(searchPath: string): Promise<Finding> {
  const { usable, tooOld } = await findServerBinary(searchPath);
  if (usable !== null)
    return ok(`no Cordon is running; a start brings its own Redis ${usable.version} (${usable.path})`);
  const old = tooOld.map(({ path, version }) => `${path} is ${version}`).join(', ');
  const mend = 'Install redis-server or valkey-server 7 or newer (a start offers to), or set REDIS_URL.';
  return warn(`no Redis is running, and no usable server is installed${old === '' ? '' : ` (${old})`}`, mend);
}

async function ask(address: RedisAddress, config: Config): Promise<RedisExam> {
  const redis = producerConnection(address);
  try {
    const problem = await connectionProblem(redis);
    if (problem !== null) return { findings: [unreachable(problem)], reports: null, numbers: [] };
    const keys = createKeys(config.redis.keyPrefix);
    const judged = judgeRedis(await askRedis(redis, Date.now));
    const reports = await createRulesetStore(redis, keys).reports(Date.now());
    return { findings: judged, reports, numbers: await createNumberStore(redis, keys).numbers() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    return { findings: [unreachable(reason)], reports: null, numbers: [] };
  } finally {
    redis.disconnect();
  }
}

const unreachable = (problem: string): Finding =>
  fail(
    `Redis cannot be used: ${problem}`,
    'Start it, or correct REDIS_URL (host, port, password, redis:// or rediss://).',
  );
