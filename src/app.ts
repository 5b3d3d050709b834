import { mkdirSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { createMetrics, type Metrics } from './admin/metrics.ts';
import { startAdminServer } from './admin/server.ts';
import type { Rules } from './app-rules.ts';
import { startWorkerPart } from './app-worker.ts';
import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import type { Events, Observer } from './events.ts';
import { createEvents } from './events.ts';
import { createHealth } from './health.ts';
import { connectionErrors, type Logger } from './log.ts';
import { producerConnection, workerConnection, type RedisAddress } from './queue/connections.ts';
import { PRESSURE_LIMITS, startPressureProbe } from './queue/pressure.ts';
import { createQueues } from './queue/queues.ts';
import { createKeys } from './store/keys.ts';
import { createExportStore } from './store/export-store.ts';
import { createListingStore } from './store/listing-store.ts';
import { createNumberStore } from './store/number-store.ts';
import { checkSchema } from './store/schema.ts';
import { createWarningStore } from './store/warning-store.ts';
import { createReceiver } from './webhook/receiver.ts';

export interface AppOptions {
  config: Config;
  secrets: Secrets;
  redis: RedisAddress;
  /** Needed by every role that judges; a receiver alone takes null. Stays the caller's to close. */
  rules: Rules | null;
  log: Logger;
  observer?: Observer;
  /** Gives a start up that still waits for Redis. */
  stop?: AbortSignal;
  /** Takes what is to be done whenever `secrets` give new ones. */
  onSecretsRenewed?: (listener: () => void) => void;
  /** Named points where kill tests end the process. */
  crashPoint?: (name: string) => void;
}

export interface App {
  /** null in a worker. */
  webhookPort: number | null;
  adminPort: number;
  /** Stop receiving → finish jobs → close queues → close Redis. Bounded by `shutdownTimeoutMs`. */
  close: () => Promise<void>;
}

/** Constructs and wires everything one process of the given role needs; resolves when it serves. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const closers: (() => Promise<unknown>)[] = [];
  const onRedisError = connectionErrors(log);
  const open = (connection: Redis): Redis => {
    connection.on('error', onRedisError);
    closers.unshift(() => hangUp(connection));
    return connection;
  };
  const metrics = createMetrics();
  const events = createEvents(log, metrics, options.observer);
  const closeAll = async (): Promise<void> => {
    for (const close of closers) await close().catch((error: unknown) => events.failed('closing', error));
  };
  const giveUp = (): void => void closeAll();
  options.stop?.addEventListener('abort', giveUp);
  try {
    const app = await serve({ ...options, events, metrics, closers, closeAll, open });
    options.stop?.throwIfAborted();
    return app;
  } catch (error) {
    // A port that is taken, a Redis of another version: what runs already would keep the process alive.
    await closeAll();
    throw error;
  } finally {
    options.stop?.removeEventListener('abort', giveUp);
  }
}

interface Assembly extends AppOptions {
  events: Events;
  metrics: Metrics;
  /** In the order they are to be called. */
  closers: (() => Promise<unknown>)[];
  closeAll: () => Promise<void>;
  open: (connection: Redis) => Redis;
}

async function serve(assembly: Assembly): Promise<App> {
  const { config, secrets, events, metrics, closers, closeAll, open } = assembly;
  const keys = createKeys(config.redis.keyPrefix);
  const producer = open(producerConnection(assembly.redis));
  await checkSchema(open(workerConnection(assembly.redis)), keys);
  const queues = createQueues(producer, { prefix: config.redis.keyPrefix, shards: config.queue.shards });
  closers.unshift(() => queues.close());
  const numbers = createNumberStore(producer, keys);

  let ready = false;
  const parts: { webhookPort: number | null } = { webhookPort: null };
  if (config.role !== 'receiver') closers.unshift(await startWorkerPart({ ...assembly, keys, queues }));
  if (config.role !== 'worker') {
    const probe = startPressureProbe(producer, () => queues.moderationDepth(), {
      ...PRESSURE_LIMITS,
      maxDepth: config.queue.depthLimit,
    });
    const receiver = createReceiver({
      secrets: () => secrets.receiver?.appSecrets ?? [],
      verifyToken: () => secrets.receiver?.verifyToken ?? '',
      allowedNumbers: config.phoneNumberIds === null ? null : new Set(config.phoneNumberIds),
      store: (chunks) => queues.addChunks(chunks),
      pressure: () => probe.current(),
      ready: () => ready && probe.current() !== 'redis-unreachable',
      events: events.receiver,
      now: Date.now,
      limits: {
        maxBytesInFlight: config.receiver.maxBodiesInFlightBytes,
        headersTimeoutMs: config.receiver.headersTimeoutMs,
        requestTimeoutMs: config.receiver.requestTimeoutMs,
      },
    });
    closers.unshift(async () => {
      await receiver.close();
      probe.close();
    });
    parts.webhookPort = await receiver.listen(config.receiver.port, config.receiver.host ?? undefined);
  }
  const admin = await startAdminServer({
    ...config.admin,
    token: secrets.adminToken,
    health: createHealth({
      ...{ config, redis: producer, queues, numbers, rules: assembly.rules },
      listings: createListingStore(producer, keys),
      exports: createExportStore(producer, keys),
      warnings: createWarningStore(producer, keys),
    }),
    metrics,
    onError: (error) => events.failed('admin', error),
  });
  closers.push(() => admin.close());
  ready = true;

  let closing: Promise<void> | undefined;
  return {
    webhookPort: parts.webhookPort,
    adminPort: admin.port,
    close: () =>
      (closing ??= (async () => {
        ready = false;
        await closeAll();
      })()),
  };
}

async function hangUp(connection: Redis): Promise<void> {
  connection.disconnect();
  await Promise.resolve();
}
