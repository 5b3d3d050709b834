import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { Worker } from 'bullmq';

const REFUSED_PAUSE_MS = 1_000;

/**
 * BullMQ asks a Redis that refused it (full, read-only) again at once: thousands of times a second, each with an error to log; this one
 * waits in between. And it can give up on a `close()` that waits for a job.
 */
export class PatientWorker<Data> extends Worker<Data> {
  protected override async moveToActive(token: string, name?: string): Promise<Job<Data>> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      await sleep(REFUSED_PAUSE_MS);
      throw error;
    }
  }

  /** Stops renewing the locks of jobs under way, so that other workers find them stalled. A second, forced `close()` would only join the first. */
  abandon(): Promise<void> {
    return this.lockManager.close();
  }
}
