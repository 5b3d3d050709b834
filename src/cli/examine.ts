import type { Config } from '../config/config.ts';
import type { Secrets } from '../config/secrets.ts';
import type { Role } from '../config/variables.ts';
import { examineConfiguration } from '../doctor/configuration.ts';
import { examineDataFolder } from '../doctor/data-folder.ts';
import { findings, type Finding } from '../doctor/finding.ts';
import { judgeClock, judgeProbe } from '../doctor/meta.ts';
import { examinePort } from '../doctor/ports.ts';
import { examineRules } from '../doctor/rules.ts';
import { createBlockApi } from '../whatsapp/block-api.ts';
import { examineRedis } from './examine-redis.ts';
import type { Io } from './io.ts';

const machine = findings('machine');
const meta = findings('meta');

export interface ExamineOptions {
  role: Role;
  /** Leave Meta alone. */
  offline: boolean;
}

/** Everything `cordon doctor` looks at. It changes nothing, here or at Meta, and never shows a secret. */
export async function examine(io: Io, { role, offline }: ExamineOptions): Promise<Finding[]> {
  const { findings: configuration, usable } = examineConfiguration(io.env, role);
  const node = machine.ok(`Node ${process.versions.node}`);
  if (usable === null) return [...configuration, node];
  const { config, secrets } = usable;
  const redis = await examineRedis(config, secrets, io.env.PATH ?? '');
  return [
    ...configuration,
    node,
    ...examineDataFolder(config.dataDir, process.getuid?.() ?? null),
    ...(await examinePorts(config)),
    ...redis.findings,
    ...(role === 'receiver' ? [] : await examineRules(config.rulesDir, redis.reports)),
    ...(role === 'receiver' ? [] : await examineMeta(config, secrets, redis.numbers, offline)),
  ];
}

async function examinePorts({ role, receiver, admin }: Config): Promise<Finding[]> {
  const own = { variable: 'ADMIN_PORT', port: admin.port, host: admin.host, path: '/healthz' } as const;
  const open = { variable: 'PORT', port: receiver.port, host: receiver.host, path: '/livez' } as const;
  return Promise.all((role === 'worker' ? [own] : [open, own]).map(examinePort));
}

async function examineMeta(
  config: Config,
  { graph }: Secrets,
  seen: readonly string[],
  offline: boolean,
): Promise<Finding[]> {
  if (graph === null) return [];
  if (offline) return [meta.ok('not asked (--offline)')];
  const numbers = [...new Set([...(config.phoneNumberIds ?? []), ...seen])].sort();
  if (numbers.length === 0) {
    const mend = 'Set META_PHONE_NUMBER_IDS, or run this again after the first message has arrived.';
    return [meta.warn('no business number is known yet, so the token was not tried', mend)];
  }
  const api = createBlockApi({
    graphUrl: config.graph.baseUrl,
    version: config.graph.version,
    token: () => graph.accessToken,
    appSecret: () => graph.appSecret,
    timeoutMs: config.graph.timeoutMs,
  });
  const list: Finding[] = [];
  let clock: Finding | null = null;
  for (const phoneNumberId of numbers) {
    const askedAt = Date.now();
    const answer = await api.probe(phoneNumberId);
    list.push(judgeProbe(phoneNumberId, answer));
    // Silence is about the way to Meta, not about the number.
    if (answer.kind === 'no-answer') break;
    clock ??= judgeClock(answer.usage.serverDateMs, (askedAt + Date.now()) / 2);
  }
  return clock === null ? list : [...list, clock];
}
