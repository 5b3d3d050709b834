import type { Redis } from 'ioredis';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { decodeEntry, entryArgs } from './entry-codec.ts';
import type { Keys } from './keys.ts';
import { AUDIT_MAX } from './keys.ts';
import type { Arg } from './script.ts';
import { loadScript } from './script.ts';

export interface EntryWrite {
  entry: LedgerEntry;
  /** One JSON line for the audit, or null. */
  audit: string | null;
}

/** What is due of a number. */
export interface DueEntries {
  /** Lifts, verifications and ends, earliest first; also blocks that had to wait, until they are written again. */
  timed: LedgerEntry[];
  /** Blocks to make, nearest deadline first. Some may be past it. */
  blocks: LedgerEntry[];
}

export interface LedgerStore {
  /** Entries whose next action is due, up to `limit` of either kind. */
  due: (phoneNumberId: string, now: number, limit: number) => Promise<DueEntries>;
  isAnythingDue: (phoneNumberId: string, now: number) => Promise<boolean>;
  load: (phoneNumberId: string, senderIds: readonly string[]) => Promise<(LedgerEntry | null)[]>;
  /** Every open entry (wanted, on Meta's list or unclear), in pages of a few hundred. */
  open: (phoneNumberId: string) => AsyncIterable<LedgerEntry[]>;
  /**
   * Stores each entry whose revision is still the one it carries; true per entry that was stored. With a lease token, nothing (more)
   * is stored and 'lease-lost' comes back when another process holds the lease now.
   */
  write: (
    phoneNumberId: string,
    writes: readonly EntryWrite[],
    lease: string | null,
    now: number,
  ) => Promise<boolean[] | 'lease-lost'>;
}

const PAGE = 500;
/** Entries a script call takes: Redis answers nobody else meanwhile. */
const WRITE_PAGE = 250;

export function createLedgerStore(redis: Redis, keys: Keys): LedgerStore {
  const dueScript = loadScript('./due-entries.lua');
  const writeScript = loadScript('./write-entries.lua');

  const load: LedgerStore['load'] = async (phoneNumberId, senderIds) => {
    if (senderIds.length === 0) return [];
    const base = keys.base(phoneNumberId);
    const raw = await redis.mget(senderIds.map((id) => `${base}:e:${id}`));
    return raw.map((value) => decodeEntry(value));
  };

  return {
    load,

    async due(phoneNumberId, now, limit) {
      const raw = (await dueScript.run(redis, keys.base(phoneNumberId), [now, limit])) as Buffer[][];
      const [timed = [], blocks = []] = raw.map((list) =>
        list.map((value) => decodeEntry(value)).filter((entry) => entry !== null),
      );
      return { timed, blocks };
    },

    isAnythingDue: async (phoneNumberId, now) =>
      (await redis.zcount(`${keys.base(phoneNumberId)}:open`, '-inf', now)) > 0,

    async *open(phoneNumberId) {
      let cursor = '0';
      do {
        const [next, pairs] = await redis.zscan(`${keys.base(phoneNumberId)}:open`, cursor, 'COUNT', PAGE);
        cursor = next;
        const ids = pairs.filter((_, index) => index % 2 === 0);
        const entries = await load(phoneNumberId, ids);
        yield entries.filter((entry) => entry !== null);
      } while (cursor !== '0');
    },

    async write(phoneNumberId, writes, lease, now) {
      const stored: boolean[] = [];
      for (let from = 0; from < writes.length; from += WRITE_PAGE) {
        const args: Arg[] = [lease ?? '', AUDIT_MAX];
        for (const { entry, audit } of writes.slice(from, from + WRITE_PAGE))
          args.push(entry.senderId, ...entryArgs(entry, now), audit ?? '');
        const answer = (await writeScript.run(redis, keys.base(phoneNumberId), args)) as number[] | null;
        if (answer === null) return 'lease-lost';
        stored.push(...answer.map((one) => one === 1));
      }
      return stored;
    },
  };
}
