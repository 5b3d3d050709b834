import type { Redis } from 'ioredis';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { SenderState } from '../core/state/sender-state.ts';
import type { Keys } from './keys.ts';
import type { LedgerStore } from './ledger-store.ts';
import { decodeState } from './sender-codec.ts';

/** Keys of the whole Redis looked at when closed rows are searched. */
const SCAN_KEYS_MAX = 200_000;
const SCAN_PAGE = 1_000;

/** `whole`: false when the search for closed rows was cut short. */
export interface FoundEntries {
  entries: LedgerEntry[];
  whole: boolean;
}

/** The names a row's person goes by: the key of the row, phone digits, BSUID. */
export const namesOf = ({ senderId, phone, userId }: LedgerEntry): string[] =>
  [senderId, phone, userId].filter((name) => name !== null);

/**
 * Every ledger row of the people known by `names` (phone digits or BSUIDs). Rows are kept under the BSUID where Meta tells it, so
 * names are looked for in all open rows. Closed rows are searched only with `closed`, and only while nothing was found.
 */
export async function findEntries(
  { redis, keys, ledger }: { redis: Redis; keys: Keys; ledger: LedgerStore },
  phoneNumberId: string,
  names: readonly string[],
  { closed }: { closed: boolean },
): Promise<FoundEntries> {
  const wanted = new Set(names);
  const found = new Map<string, LedgerEntry>();
  const keep = (entries: readonly (LedgerEntry | null)[]): void => {
    for (const entry of entries)
      if (entry !== null && namesOf(entry).some((name) => wanted.has(name))) found.set(entry.senderId, entry);
  };
  keep(await ledger.load(phoneNumberId, names));
  for await (const page of ledger.open(phoneNumberId)) keep(page);
  if (!closed || found.size > 0) return { entries: [...found.values()], whole: true };

  const prefix = `${keys.base(phoneNumberId)}:e:`;
  let cursor = '0';
  for (let seen = 0; seen < SCAN_KEYS_MAX; seen += SCAN_PAGE) {
    const [next, rows] = await redis.scan(cursor, 'MATCH', `${escapeGlob(prefix)}*`, 'COUNT', SCAN_PAGE);
    const ids = rows.map((key) => key.slice(prefix.length));
    keep(await ledger.load(phoneNumberId, ids));
    cursor = next;
    if (cursor === '0') return { entries: [...found.values()], whole: true };
  }
  return { entries: [...found.values()], whole: false };
}

/** What is remembered of a sender; null when nothing is. */
export async function readSenderState(
  redis: Redis,
  keys: Keys,
  phoneNumberId: string,
  senderId: string,
): Promise<SenderState | null> {
  const raw = await redis.getBuffer(`${keys.base(phoneNumberId)}:s:${senderId}`);
  return raw === null ? null : decodeState(raw);
}

const escapeGlob = (text: string): string => text.replace(/[*?[\]\\^]/g, '\\$&');
