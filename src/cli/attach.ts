import type { Redis } from 'ioredis';
import type { Config } from '../config/config.ts';
import type { Secrets } from '../config/secrets.ts';
import { UserError } from '../errors.ts';
import { producerConnection } from '../queue/connections.ts';
import { withDeadline } from '../queue/deadline.ts';
import type { Queues } from '../queue/queues.ts';
import { createQueues } from '../queue/queues.ts';
import { runningRedis } from '../redis-address.ts';
import type { EmbeddedRedis } from '../redis/embedded.ts';
import type { Keys } from '../store/keys.ts';
import { createKeys } from '../store/keys.ts';
import type { ExportStore } from '../store/export-store.ts';
import { createExportStore } from '../store/export-store.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import { createLedgerStore } from '../store/ledger-store.ts';
import type { ListingStore } from '../store/listing-store.ts';
import { createListingStore } from '../store/listing-store.ts';
import type { NumberStore } from '../store/number-store.ts';
import { createNumberStore } from '../store/number-store.ts';
import type { RulesetStore } from '../store/ruleset-store.ts';
import { createRulesetStore } from '../store/ruleset-store.ts';
import type { WarningStore } from '../store/warning-store.ts';
import { createWarningStore } from '../store/warning-store.ts';
import { commandConfig } from './environment.ts';
import type { Io } from './io.ts';
import { isRedisIdle, ownRedis } from './own-redis.ts';

export interface Attached extends AsyncDisposable {
  config: Config;
  redis: Redis;
  keys: Keys;
  queues: Queues;
  ledger: LedgerStore;
  numbers: NumberStore;
  listings: ListingStore;
  exports: ExportStore;
  rulesets: RulesetStore;
  warnings: WarningStore;
  secrets: Secrets;
}

const CONNECT_MS = 3_000;

/**
 * Opens the Redis of the running Cordon for one command. Throws a UserError when it cannot be reached. With `alone`, a private Redis that
 * nobody runs is started for as long as the command takes.
 */
export async function attach(io: Io, { alone = false } = {}): Promise<Attached> {
  const { config, secrets } = commandConfig(io, { purpose: 'inspect' });
  const say = (line: string): void => void io.stderr.write(`${line}\n`);
  const own = await ownRedis(config, alone && (await isRedisIdle(config, secrets)), io, say);
  try {
    const address = own === null ? await runningRedis(config, secrets) : { path: own.path };
    return await open(config, secrets, producerConnection(address), own);
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

async function open(
  config: Config,
  secrets: Secrets,
  redis: Redis,
  own: EmbeddedRedis | null,
): Promise<Attached> {
  let failure = 'no answer';
  redis.on('error', (error) => {
    failure = error.message;
  });
  const ready = new Promise((resolve) => redis.once('ready', resolve));
  await withDeadline(ready, CONNECT_MS, 'connecting to Redis').catch((error: unknown) => {
    redis.disconnect();
    throw new UserError(`Redis cannot be reached: ${failure}`, {
      hint: 'Is it running? Check REDIS_URL or DATA_DIR.',
      exitCode: 1,
      cause: error,
    });
  });
  const keys = createKeys(config.redis.keyPrefix);
  const queues = createQueues(redis, { prefix: config.redis.keyPrefix, shards: config.queue.shards });
  return {
    config,
    redis,
    keys,
    queues,
    ledger: createLedgerStore(redis, keys),
    numbers: createNumberStore(redis, keys),
    listings: createListingStore(redis, keys),
    exports: createExportStore(redis, keys),
    rulesets: createRulesetStore(redis, keys),
    warnings: createWarningStore(redis, keys),
    secrets,
    async [Symbol.asyncDispose]() {
      await queues.close();
      redis.disconnect();
      await own?.stop();
    },
  };
}
