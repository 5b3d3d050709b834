import type { Job } from 'bullmq';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Chunk } from '../core/message.ts';
import { CHUNK_BACKOFF, chunkBackoff } from '../queue/job-options.ts';
import type { FlushData } from '../queue/names.ts';
import {
  ENFORCEMENT,
  FLUSH_JOB,
  MODERATION,
  RECONCILE_JOB,
  shardOf,
  shardPrefix,
  SWEEP_JOB,
  WARN_JOB,
} from '../queue/names.ts';
import type { EnforceDeps } from './enforce.ts';
import { flush, reconcile, sweep } from './enforce.ts';
import { PatientWorker } from './patient-worker.ts';

export interface WorkerSettings {
  /** KEY_PREFIX. */
  prefix: string;
  shards: number;
  /** Chunks judged at once, per shard. */
  concurrency: number;
  lockMs: number;
  stalledIntervalMs: number;
  sweepIntervalMs: number;
  reconcileIntervalMs: number;
  /** How often the schedulers are written again, should Redis have lost them or a dying worker have taken a job without naming the next. */
  schedulerRefreshMs: number;
}

export interface WorkersDeps {
  moderate: (chunk: Chunk) => Promise<void>;
  enforce: EnforceDeps;
  onError: (what: string, error: unknown) => void;
}

export interface Workers {
  /** Resolves when every worker takes jobs. */
  ready: Promise<void>;
  /** Stops taking jobs and waits for those under way; after `timeoutMs` they are left to be found stalled. */
  close: (timeoutMs: number) => Promise<void>;
}

/** A chunk may meet many crashes before it is judged; giving it up would lose messages. */
const MAX_STALLED = 1_000_000;
/** Runs of several numbers side by side; one number never runs twice, its lease sees to that. */
const ENFORCEMENT_CONCURRENCY = 8;
const ENFORCEMENT_LOCK_MS = 30_000;

/** Moderation and enforcement workers for every shard, on one connection (BullMQ duplicates it where it blocks). */
export function startWorkers(connection: Redis, settings: WorkerSettings, deps: WorkersDeps): Workers {
  const { shards, stalledIntervalMs } = settings;
  const shardNumbers = Array.from({ length: shards }, (_, shard) => shard);
  const common = { connection, stalledInterval: stalledIntervalMs, maxStalledCount: MAX_STALLED };

  const workers = shardNumbers.flatMap((shard) => {
    const prefix = shardPrefix(settings.prefix, shard);
    const own: EnforceDeps = {
      ...deps.enforce,
      numbers: async () => (await deps.enforce.numbers()).filter((id) => shardOf(id, shards) === shard),
    };
    return [
      new PatientWorker(MODERATION, (job: Job<Chunk>) => deps.moderate(job.data), {
        ...common,
        prefix,
        concurrency: settings.concurrency,
        lockDuration: settings.lockMs,
        settings: {
          backoffStrategy: (attempts, type) => (type === CHUNK_BACKOFF ? chunkBackoff(attempts) : 1_000),
        },
      }),
      new PatientWorker(ENFORCEMENT, (job: Job<FlushData>) => enforce(job, own), {
        ...common,
        prefix,
        concurrency: ENFORCEMENT_CONCURRENCY,
        lockDuration: ENFORCEMENT_LOCK_MS,
      }),
    ];
  });
  for (const worker of workers) {
    worker.on('error', (error) => deps.onError(worker.name, error));
    worker.on('failed', (_job, error) => deps.onError(worker.name, error));
  }

  // Its settings are `createQueues`' to write: by default BullMQ would keep 10,000 events again.
  const queues = shardNumbers.map(
    (shard) =>
      new Queue(ENFORCEMENT, {
        connection,
        prefix: shardPrefix(settings.prefix, shard),
        skipMetasUpdate: true,
      }),
  );
  for (const queue of queues) queue.on('error', (error) => deps.onError('schedulers', error));
  const schedule = async (): Promise<void> => {
    const opts = { attempts: 1, removeOnComplete: true, removeOnFail: true };
    for (const queue of queues) {
      await queue.upsertJobScheduler(
        SWEEP_JOB,
        { every: settings.sweepIntervalMs },
        { name: SWEEP_JOB, opts },
      );
      await queue.upsertJobScheduler(
        RECONCILE_JOB,
        { every: settings.reconcileIntervalMs },
        { name: RECONCILE_JOB, opts },
      );
    }
  };
  /** A Redis that is full takes them later. */
  const refresh = (): Promise<void> =>
    schedule().catch((error: unknown) => deps.onError('schedulers', error));
  const timer = setInterval(() => void refresh(), settings.schedulerRefreshMs);
  const ready = Promise.all(workers.map((worker) => worker.waitUntilReady())).then(refresh);

  return {
    ready,
    async close(timeoutMs) {
      clearInterval(timer);
      const finished = Promise.all(workers.map((worker) => worker.close()));
      let giveUp: NodeJS.Timeout | undefined;
      // It holds the process open: a worker that waits for a Redis that is gone does not.
      const deadline = new Promise<'late'>((resolve) => {
        giveUp = setTimeout(resolve, timeoutMs, 'late');
      });
      const first = await Promise.race([finished, deadline]);
      clearTimeout(giveUp);
      if (first === 'late') await Promise.all(workers.map((worker) => worker.abandon()));
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}

async function enforce(job: Job<FlushData>, deps: EnforceDeps): Promise<void> {
  switch (job.name) {
    case FLUSH_JOB:
      return flush(job.data.phoneNumberId, deps);
    case WARN_JOB:
      return deps.warn(job.data.phoneNumberId);
    case SWEEP_JOB:
      return sweep(deps);
    case RECONCILE_JOB:
      return reconcile(deps);
    default:
      return;
  }
}
