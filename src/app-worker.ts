import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Rules } from './app-rules.ts';
import { createBlocker } from './app-blocker.ts';
import { createWarner } from './app-warner.ts';
import { startExports } from './app-exports.ts';
import type { ReconcileResult } from './blocker/reconcile.ts';
import { isAnythingToDo } from './blocker/look-ahead.ts';
import { reconcileNumber } from './blocker/reconcile.ts';
import { retryHalted } from './blocker/retry-halted.ts';
import { runNumber } from './blocker/run.ts';
import { whileBusy } from './blocker/wait-for-lease.ts';
import { warnNumber } from './blocker/warn.ts';
import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import type { Chunk } from './core/message.ts';
import type { Events } from './events.ts';
import type { RedisAddress } from './queue/connections.ts';
import { workerConnection } from './queue/connections.ts';
import type { Queues } from './queue/queues.ts';
import { createAuditTrimmer } from './store/audit-store.ts';
import { journalNumbers } from './store/journal-numbers.ts';
import type { Keys } from './store/keys.ts';
import { createLedgerStore } from './store/ledger-store.ts';
import { createListingStore } from './store/listing-store.ts';
import { createNumberStore } from './store/number-store.ts';
import { createProtectedStore } from './store/protected-store.ts';
import { createSenderStore } from './store/sender-store.ts';
import { isTransientRedisError } from './store/transient.ts';
import { createWarningStore } from './store/warning-store.ts';
import { keepNumbersKnown } from './workers/known-numbers.ts';
import { moderate } from './workers/moderate.ts';
import { watchProtectedSenders } from './workers/protected-senders.ts';
import { startWorkers } from './workers/start.ts';
import { WakeUps } from './workers/wake-up.ts';

const RECONCILE_WAIT_MS = 30_000;

export interface WorkerPart {
  config: Config;
  secrets: Secrets;
  redis: RedisAddress;
  rules: Rules | null;
  /** Takes what is to be done whenever `secrets` give new ones. */
  onSecretsRenewed?: (listener: () => void) => void;
  /** Named points where kill tests end the process. */
  crashPoint?: (name: string) => void;
  events: Events;
  keys: Keys;
  queues: Queues;
  /** Keeps an eye on a connection and closes it in the end. */
  open: (connection: Redis) => Redis;
}

/** Wires moderation, blocker and sweeps. Their connection waits for Redis instead of failing: jobs simply take longer then. */
export async function startWorkerPart(part: WorkerPart): Promise<() => Promise<void>> {
  const { config, secrets, keys, events, queues } = part;
  const { rules } = part;
  if (rules === null) throw new TypeError('A worker needs a ruleset.');
  const redis = part.open(workerConnection(part.redis));
  const senders = createSenderStore(redis, keys, { senderMemoryMs: config.senderMemoryMs });
  const ledger = createLedgerStore(redis, keys);
  const numbers = createNumberStore(redis, keys);
  const trimmer = createAuditTrimmer(redis, keys);
  const protectedStore = createProtectedStore(redis, keys);
  const protectedSenders = await watchProtectedSenders(
    {
      changedSince: protectedStore.changedSince,
      restore: (ids) => protectedStore.add(ids, Date.now()),
    },
    (error) => events.failed('reading protected senders', error),
  );
  // Only a wake-up: when it fails, the sweep serves the number.
  const wake = (phoneNumberId: string, delayMs: number): Promise<void> =>
    queues.requestFlush(phoneNumberId, delayMs).catch((error: unknown) => events.failed('wake-up', error));

  const wakeUps = new WakeUps(config.blocker.flushDelayMs, config.blocker.batchSize);
  const listings = createListingStore(redis, keys);
  const { crashPoint } = part;
  const blocker = createBlocker({
    ...{ config, secrets, ledger, numbers, listings, events: events.blocker, crashPoint },
  });
  const warnings = createWarningStore(redis, keys);
  const warner = createWarner({
    ...{ config, secrets, ledger, numbers, warnings, wake, events: events.warner, crashPoint },
  });
  // A number under load is hardly ever free at the first try, and the next reconcile is an hour away.
  const reconcile = (phoneNumberId: string): Promise<ReconcileResult> =>
    whileBusy(() => reconcileNumber(phoneNumberId, blocker, { inPassing: true }), {
      ...{ waitMs: RECONCILE_WAIT_MS, everyMs: 250, now: Date.now, sleep },
    });

  const judge = async (chunk: Chunk): Promise<void> => {
    await numbers.register(chunk.phoneNumberId);
    await moderate(chunk, {
      store: crashing(senders, part.crashPoint),
      ruleset: () => protectedSenders.addTo(rules.current()),
      mode: config.mode,
      requestFlush: (phoneNumberId, due) => wake(phoneNumberId, wakeUps.add(phoneNumberId, due)),
      requestWarnings: (phoneNumberId) => queues.requestWarnings(phoneNumberId),
      bury: (dead, error) =>
        numbers.bury(dead.phoneNumberId, { at: Date.now(), error: describe(error), chunk: dead }),
      isTransient: isTransientRedisError,
      now: Date.now,
      events: events.moderate,
    });
  };

  const workers = startWorkers(
    part.open(workerConnection(part.redis)),
    {
      prefix: config.redis.keyPrefix,
      shards: config.queue.shards,
      concurrency: config.worker.concurrency,
      lockMs: config.worker.lockMs,
      stalledIntervalMs: config.worker.stalledIntervalMs,
      sweepIntervalMs: config.blocker.sweepIntervalMs,
      reconcileIntervalMs: config.blocker.reconcileIntervalMs,
      schedulerRefreshMs: config.worker.schedulerRefreshMs,
    },
    {
      moderate: judge,
      enforce: {
        run: (phoneNumberId) => {
          wakeUps.served(phoneNumberId);
          return runNumber(phoneNumberId, blocker);
        },
        reconcile: async (phoneNumberId) => {
          await trimmer.trim(phoneNumberId, Date.now() - rules.current().policy.audit.keepMs);
          return reconcile(phoneNumberId);
        },
        numbers: () => numbers.numbers(),
        isAnythingToDo: (phoneNumberId) => isAnythingToDo(phoneNumberId, blocker),
        requestFlush: wake,
        warn: (phoneNumberId) => warnNumber(phoneNumberId, warner),
        requestLeftWarnings: async (phoneNumberId) => {
          if ((await warnings.waiting(phoneNumberId)) > 0) await queues.requestWarnings(phoneNumberId);
        },
        failed: (phoneNumberId, error) => events.failed(`number ${phoneNumberId}`, error),
      },
      onError: (what, error) => events.failed(what, error),
    },
  );
  part.onSecretsRenewed?.(() => {
    retryHalted({ ...numbers, wake: (phoneNumberId) => wake(phoneNumberId, 0) }, Date.now()).catch(
      (error: unknown) => events.failed('trying halted numbers again', error),
    );
  });
  const remembered = config.phoneNumberIds === null ? journalNumbers(config.dataDir) : null;
  const known = keepNumbersKnown({
    wanted: async () => config.phoneNumberIds ?? (await remembered) ?? [],
    known: numbers.numbers,
    register: numbers.register,
    reconcile,
    failed: (what, error) => events.failed(what, error),
  });
  const exports =
    config.exportKeepDays === 0 ? null : startExports({ config, keys, events, redis, ledger, numbers });
  const close = async (): Promise<void> => {
    known.close();
    await workers.close(config.shutdownTimeoutMs);
    await exports?.close();
    protectedSenders.close();
  };
  try {
    await workers.ready;
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}

/** The store as kill tests want it: stoppable between observe and record. */
function crashing(
  store: ReturnType<typeof createSenderStore>,
  crashPoint: WorkerPart['crashPoint'],
): typeof store {
  if (crashPoint === undefined) return store;
  return {
    ...store,
    async record(...args) {
      crashPoint('observed');
      return store.record(...args);
    },
  };
}

/** Error name and message, cut short; dead letters stay in Redis, never in a log. */
const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'unknown error';
