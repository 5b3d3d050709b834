import type { JobsOptions } from 'bullmq';

import { flushId } from './names.ts';

/** The name of the backoff below; a moderation worker registers `chunkBackoff` as `settings.backoffStrategy`. */
export const CHUNK_BACKOFF = 'capped';

/**
 * A chunk is retried for as long as it takes (attempts is only BullMQ's way to say so): giving up would lose messages
 * that were acknowledged. Poison envelopes are the moderate job's business, not the queue's.
 */
export const chunkJobOptions: JobsOptions = {
  attempts: 1_000_000,
  backoff: { type: CHUNK_BACKOFF },
  removeOnComplete: true,
  removeOnFail: false,
};

/** Pause before try `attemptsMade + 1`, ms: 0.5 s, 1 s, 2 s … at most a minute. */
export const chunkBackoff = (attemptsMade: number): number =>
  Math.min(500 * 2 ** Math.min(Math.max(attemptsMade - 1, 0), 20), 60_000);

/** As a flush, for a number's waiting warnings. */
export const warnJobOptions = (phoneNumberId: string): JobsOptions => ({
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: true,
  deduplication: { id: `warn-${phoneNumberId}`, keepLastIfActive: true },
});

/** A flush is a wake-up: never retried by the queue, gone when done, one waiting per number. */
export const flushJobOptions = (phoneNumberId: string, delayMs: number): JobsOptions => ({
  attempts: 1,
  delay: delayMs,
  removeOnComplete: true,
  removeOnFail: true,
  deduplication: { id: flushId(phoneNumberId, delayMs), keepLastIfActive: true },
});
