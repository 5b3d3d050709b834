import type { Redis } from 'ioredis';
import type { Config } from '../config/config.ts';
import { UserError } from '../errors.ts';
import { producerConnection } from '../queue/connections.ts';
import type { Queues } from '../queue/queues.ts';
import { createQueues } from '../queue/queues.ts';
import { runningRedis } from '../redis-address.ts';
import type { Keys } from '../store/keys.ts';
import { createKeys } from '../store/keys.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import { createLedgerStore } from '../store/ledger-store.ts';
import type { NumberStore } from '../store/number-store.ts';
import { createNumberStore } from '../store/number-store.ts';
import type { RulesetStore } from '../store/ruleset-store.ts';
import { createRulesetStore } from '../store/ruleset-store.ts';
import { commandConfig } from './environment.ts';
import type { Io } from './io.ts';

export interface Attached extends AsyncDisposable {
  config: Config;
  redis: Redis;
  keys: Keys;
  queues: Queues;
  ledger: LedgerStore;
  numbers: NumberStore;
  rulesets: RulesetStore;
}

const CONNECT_MS = 3_000;

/** Opens the Redis of the running Cordon for one command. Throws a UserError when it cannot be reached. */
export async function attach(io: Io): Promise<Attached> {
  const { config, secrets } = commandConfig(io, { purpose: 'inspect' });
  const redis = producerConnection(await runningRedis(config, secrets));
  let failure = 'no answer';
  redis.on('error', (error) => {
    failure = error.message;
  });
  const connected = new Promise<boolean>((resolve) => {
    redis.once('ready', () => resolve(true));
    setTimeout(resolve, CONNECT_MS, false).unref();
  });
  if (!(await connected)) {
    redis.disconnect();
    throw new UserError(`Redis cannot be reached: ${failure}`, {
      hint: 'Is it running? Check REDIS_URL or DATA_DIR.',
      exitCode: 1,
    });
  }
  const keys = createKeys(config.redis.keyPrefix);
  const queues = createQueues(redis, { prefix: config.redis.keyPrefix, shards: config.queue.shards });
  return {
    config,
    redis,
    keys,
    queues,
    ledger: createLedgerStore(redis, keys),
    numbers: createNumberStore(redis, keys),
    rulesets: createRulesetStore(redis, keys),
    async [Symbol.asyncDispose]() {
      await queues.close();
      redis.disconnect();
    },
  };
}
