import type { Redis } from 'ioredis';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { Keys } from './keys.ts';
import type { LedgerStore } from './ledger-store.ts';

const SCAN_PAGE = 1_000;

/**
 * Every ledger row of a number, closed ones included, in pages of up to about a thousand. Walks the keys of the whole Redis without
 * keeping anybody waiting. Rows written meanwhile may be missed, and a row may come twice.
 */
export async function* everyEntry(
  { redis, keys, ledger }: { redis: Redis; keys: Keys; ledger: LedgerStore },
  phoneNumberId: string,
): AsyncGenerator<LedgerEntry[]> {
  const prefix = `${keys.base(phoneNumberId)}:e:`;
  const pattern = `${prefix.replace(/[*?[\]\\^]/g, '\\$&')}*`;
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', SCAN_PAGE);
    cursor = next;
    const entries = await ledger.load(
      phoneNumberId,
      found.map((key) => key.slice(prefix.length)),
    );
    yield entries.filter((entry) => entry !== null);
  } while (cursor !== '0');
}
