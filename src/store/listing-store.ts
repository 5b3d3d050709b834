import type { Redis } from 'ioredis';
import type { ReconcileReport } from '../core/ledger/classify.ts';
import type { Keys } from './keys.ts';

/** The last comparison of a number's ledger with Meta's list, and why there is none newer. */
export interface Reconciled {
  report: ReconcileReport | null;
  /** Set when the comparison failed since. */
  failure: { at: number; reason: string; code: number | null } | null;
}

/** What was last read of a number's list at Meta, and what came of comparing it with the ledger. */
export interface ListingStore {
  lastRead: (phoneNumberId: string) => Promise<{ at: number; pages: number } | null>;
  noteRead: (phoneNumberId: string, read: { at: number; pages: number }) => Promise<void>;
  /** Senders whose lost block call may take effect until `until`, ms. Those of the past are dropped. */
  noteStrays: (
    phoneNumberId: string,
    strays: readonly { senderId: string; until: number }[],
    now: number,
  ) => Promise<void>;
  strays: (phoneNumberId: string, now: number) => Promise<string[]>;
  noteReport: (phoneNumberId: string, report: ReconcileReport) => Promise<void>;
  noteFailure: (phoneNumberId: string, failure: NonNullable<Reconciled['failure']>) => Promise<void>;
  reconciled: (phoneNumberId: string) => Promise<Reconciled>;
}

/** Fields of the number's hash. */
const READ = 'read';
const REPORT = 'report';
const FAILURE = 'failure';

/** Longer than any lost call is waited for. */
const STRAYS_KEPT_S = 86_400;

export function createListingStore(redis: Redis, keys: Keys): ListingStore {
  const key = (phoneNumberId: string): string => `${keys.base(phoneNumberId)}:listing`;
  // Only Cordon writes these fields, so what comes back is what went in.
  const read = (raw: string | null | undefined): unknown => (raw == null ? null : JSON.parse(raw));

  return {
    lastRead: async (phoneNumberId) =>
      read(await redis.hget(key(phoneNumberId), READ)) as { at: number; pages: number } | null,
    async noteRead(phoneNumberId, last) {
      await redis.hset(key(phoneNumberId), READ, JSON.stringify(last));
    },
    async noteStrays(phoneNumberId, strays, now) {
      if (strays.length === 0) return;
      const set = `${keys.base(phoneNumberId)}:strays`;
      await redis
        .multi()
        .zremrangebyscore(set, '-inf', now)
        .zadd(set, ...strays.flatMap(({ senderId, until }) => [until, senderId]))
        .expire(set, STRAYS_KEPT_S)
        .exec();
    },
    strays: (phoneNumberId, now) =>
      redis.zrange(`${keys.base(phoneNumberId)}:strays`, `(${now}`, '+inf', 'BYSCORE'),
    async noteReport(phoneNumberId, report) {
      await redis
        .multi()
        .hset(key(phoneNumberId), REPORT, JSON.stringify(report))
        .hdel(key(phoneNumberId), FAILURE)
        .exec();
    },
    async noteFailure(phoneNumberId, failure) {
      await redis.hset(key(phoneNumberId), FAILURE, JSON.stringify(failure));
    },
    async reconciled(phoneNumberId) {
      const [report, failure] = await redis.hmget(key(phoneNumberId), REPORT, FAILURE);
      return { report: read(report), failure: read(failure) } as Reconciled;
    },
  };
}
