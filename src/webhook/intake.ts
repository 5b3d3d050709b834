import type { Chunk } from '../core/message.ts';
import { cutChunks, sizeOf, type Lot } from './chunk.ts';
import type { NumberEnvelopes } from './split.ts';

export interface IntakeLimits {
  /** How long the first delivery of a group waits for company, ms. */
  waitMs: number;
  /** A group this large is stored without waiting. */
  maxEnvelopes: number;
  maxBytes: number;
  /** Groups being stored at one time; further ones gather meanwhile. */
  maxCommits: number;
  /** A delivery is stored or refused after this long, counted from the first of its group, ms. */
  deadlineMs: number;
}

export const INTAKE_LIMITS: IntakeLimits = {
  waitMs: 3,
  maxEnvelopes: 1_000,
  maxBytes: 1024 * 1024,
  maxCommits: 2,
  deadlineMs: 2_500,
};

/** Stores every chunk or rejects; on a rejection some may be stored all the same. */
export type Store = (chunks: readonly Chunk[]) => Promise<void>;

/** The store gave no answer in time. */
export class IntakeTimeoutError extends Error {
  override name = 'IntakeTimeoutError' as const;
}

export interface Intake {
  /** Resolves when all envelopes are surely stored, rejects otherwise. `bytes` is the size of the delivery's body. */
  submit(numbers: readonly NumberEnvelopes[], bytes: number, receivedAt: number): Promise<void>;
  /** Resolves when nothing is waiting or being stored any more. */
  idle(): Promise<void>;
}

/** Deliveries that share one commit and its outcome. */
interface Group {
  lots: Map<string, Lot>;
  envelopes: number;
  bytes: number;
  /** Waited long enough; goes out as soon as a commit slot is free. */
  due: boolean;
  outcome: PromiseWithResolvers;
  timers: NodeJS.Timeout[];
}

interface PromiseWithResolvers {
  promise: Promise<void>;
  resolve: () => void;
  reject: (reason: Error) => void;
}

/**
 * Group commit: what arrives within a few milliseconds, or while earlier groups are being stored, becomes one job per
 * number (cut into chunks). That costs a quiet receiver `waitMs` of latency and spares a busy one a Redis trip a message.
 */
export function createIntake(store: Store, limits: IntakeLimits = INTAKE_LIMITS): Intake {
  let open: Group | null = null;
  const ready: Group[] = [];
  let committing = 0;
  const unsettled = new Set<Group>();

  const start = (): Group => {
    const group: Group = {
      lots: new Map(),
      envelopes: 0,
      bytes: 0,
      due: false,
      outcome: withResolvers(),
      timers: [],
    };
    group.timers.push(
      setTimeout(() => {
        group.due = true;
        pump();
      }, limits.waitMs),
      setTimeout(() => {
        settle(group, new IntakeTimeoutError(`not stored within ${limits.deadlineMs} ms`));
      }, limits.deadlineMs),
    );
    unsettled.add(group);
    return group;
  };

  const settle = (group: Group, error: Error | null): void => {
    if (!unsettled.delete(group)) return;
    // Timed out while waiting for a slot: later deliveries must not join it.
    if (open === group) open = null;
    for (const timer of group.timers) clearTimeout(timer);
    if (error === null) group.outcome.resolve();
    else group.outcome.reject(error);
  };

  const pump = (): void => {
    while (committing < limits.maxCommits) {
      let group = ready.shift();
      if (group === undefined && open?.due === true) {
        group = open;
        open = null;
      }
      if (group === undefined) return;
      if (unsettled.has(group)) void commit(group);
    }
  };

  const commit = async (group: Group): Promise<void> => {
    committing += 1;
    try {
      const chunks: Chunk[] = [];
      for (const lot of group.lots.values()) chunks.push(...cutChunks(lot));
      await store(chunks);
      settle(group, null);
    } catch (error) {
      settle(group, error instanceof Error ? error : new Error(String(error)));
    } finally {
      committing -= 1;
      pump();
    }
  };

  return {
    submit(numbers, bytes, receivedAt) {
      const group = (open ??= start());
      // A delivery of one message is no larger than its body, which is known; only bulk deliveries are measured.
      const alone = numbers.length === 1 && numbers[0]?.envelopes.length === 1;
      for (const number of numbers) {
        const lot = lotOf(group, number, receivedAt);
        for (const envelope of number.envelopes) {
          lot.envelopes.push(envelope);
          lot.sizes.push(alone ? bytes : sizeOf(envelope));
        }
        group.envelopes += number.envelopes.length;
      }
      group.bytes += bytes;
      if (group.envelopes >= limits.maxEnvelopes || group.bytes >= limits.maxBytes) {
        open = null;
        ready.push(group);
        pump();
      }
      return group.outcome.promise;
    },
    async idle() {
      if (open !== null) open.due = true;
      pump();
      await Promise.allSettled(Array.from(unsettled, (group) => group.outcome.promise));
    },
  };
}

function lotOf(group: Group, number: NumberEnvelopes, receivedAt: number): Lot {
  const known = group.lots.get(number.phoneNumberId);
  if (known !== undefined) {
    known.displayPhoneNumber ??= number.displayPhoneNumber;
    return known;
  }
  const { phoneNumberId, displayPhoneNumber } = number;
  const lot: Lot = { phoneNumberId, displayPhoneNumber, receivedAt, envelopes: [], sizes: [] };
  group.lots.set(phoneNumberId, lot);
  return lot;
}

function withResolvers(): PromiseWithResolvers {
  let resolve: () => void = noop;
  let reject: (reason: Error) => void = noop;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
const noop = (): void => undefined;
