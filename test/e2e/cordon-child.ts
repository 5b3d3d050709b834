/** A whole Cordon in a process of its own: `node --import ts-loader.js cordon-child.ts OPTIONS`. Prints one line of JSON when it serves. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { fixedRules, startRules, type Rules } from '../../src/app-rules.ts';
import { startApp } from '../../src/app.ts';
import { defaultConfig, type ConfigOverrides } from '../../src/config/config.ts';
import type { Role } from '../../src/config/variables.ts';
import { createLogger } from '../../src/log.ts';
import type { RedisAddress } from '../../src/queue/connections.ts';
import { loadRuleset } from '../../src/ruleset/load.ts';
import { TEST_SECRET } from '../helpers/deliveries.ts';

/** Where the process ends itself with SIGKILL: at the `nth` (1 = first) passing of a point of `startApp`'s `crashPoint`. */
export interface Crash {
  at: 'observed' | 'claimed' | 'called' | 'journaled' | 'warning-taken' | 'warning-sent';
  nth: number;
}

export interface ChildOptions {
  role: Role;
  mode: 'monitor' | 'enforce';
  redis: RedisAddress;
  keyPrefix: string;
  graphUrl: string;
  rulesDir: string;
  dataDir: string;
  /** Keep up with edits of the rules. @default false, judge by those of the start */
  watchRules?: boolean;
  crash?: Crash;
  tuning?: ConfigOverrides;
}

export interface ChildReady {
  webhookPort: number | null;
  adminPort: number;
}

/** Everything that waits in production waits briefly here. */
const SHORT: ConfigOverrides = {
  receiver: { port: 0 },
  admin: { port: 0 },
  graph: { timeoutMs: 1_000 },
  worker: { lockMs: 1_500, stalledIntervalMs: 500 },
  blocker: { flushDelayMs: 50, sweepIntervalMs: 300, settleMarginMs: 500 },
};

// A run that is interrupted leaves nobody behind, also while this one starts.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 1_000).unref();

const options = JSON.parse(process.argv[2] ?? '') as ChildOptions;
const { tuning = {} } = options;
const config = defaultConfig({
  role: options.role,
  mode: options.mode,
  rulesDir: options.rulesDir,
  dataDir: options.dataDir,
  shutdownTimeoutMs: 10_000,
  ...tuning,
  redis: { keyPrefix: options.keyPrefix },
  receiver: { ...SHORT.receiver, ...tuning.receiver },
  admin: { ...SHORT.admin },
  graph: { ...SHORT.graph, ...tuning.graph, baseUrl: options.graphUrl },
  worker: { ...SHORT.worker, ...tuning.worker },
  blocker: { ...SHORT.blocker, ...tuning.blocker },
});
mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
const log = createLogger({
  level: 'info',
  destination: pino.destination({ dest: join(options.dataDir, `${process.pid}.log`), sync: true }),
});
const app = await startApp({
  config,
  secrets: {
    receiver: { appSecrets: [TEST_SECRET], verifyToken: 'test-verify-token' },
    graph: { accessToken: 'test-token', appSecret: TEST_SECRET },
    adminToken: null,
    redisUrl: null,
  },
  redis: options.redis,
  rules: options.role === 'receiver' ? null : await rules(),
  log,
  ...(options.crash === undefined ? {} : { crashPoint: dieAt(options.crash) }),
});
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
const ready: ChildReady = { webhookPort: app.webhookPort, adminPort: app.adminPort };
process.stdout.write(`${JSON.stringify(ready)}\n`);

async function rules(): Promise<Rules> {
  const { rulesDir: dir, redis, keyPrefix } = options;
  if (options.watchRules === true) return startRules({ dir, redis, keyPrefix, log });
  const loaded = await loadRuleset(dir);
  if (!loaded.ok) throw new Error(`the rules of the test are broken: ${JSON.stringify(loaded.problems)}`);
  return fixedRules(loaded.ruleset);
}

function dieAt({ at, nth }: Crash): (name: string) => void {
  let passed = 0;
  return (name) => {
    if (name !== at) return;
    passed += 1;
    if (passed === nth) process.kill(process.pid, 'SIGKILL');
  };
}
