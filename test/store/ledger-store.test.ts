import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import { createKeys } from '../../src/store/keys.ts';
import type { LedgerStore } from '../../src/store/ledger-store.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { createNumberStore } from '../../src/store/number-store.ts';
import { blockedEntry, DAY, entry, HOUR, MINUTE, NOON, wanted } from '../core/builders.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';

const keys = createKeys(uniquePrefix('ledger'));
let redis: Redis;
let store: LedgerStore;
let number = '0';
beforeAll(() => {
  redis = testRedis();
  store = createLedgerStore(redis, keys);
});
afterAll(() => redis.quit());

/** Writes entries of a new number without asking for a lease. */
async function stored(...entries: LedgerEntry[]): Promise<boolean[] | 'lease-lost'> {
  number = String(Number(number) + 1);
  return write(entries);
}
const write = (
  entries: readonly LedgerEntry[],
  lease: string | null = null,
): Promise<boolean[] | 'lease-lost'> =>
  store.write(
    number,
    entries.map((one) => ({ entry: one, audit: null })),
    lease,
    NOON,
  );
const dueIds = async (now: number, limit = 100): Promise<string[]> =>
  (await store.due(number, now, limit)).timed.map(({ senderId }) => senderId);
const dueBlocks = async (limit = 100): Promise<string[]> =>
  (await store.due(number, NOON, limit)).blocks.map(({ senderId }) => senderId);
const index = (): Promise<string[]> => redis.zrange(`${keys.base(number)}:open`, '0', '-1', 'WITHSCORES');

describe('writing', () => {
  it('stores what still has the revision that was read, and says of each whether it did', async () => {
    expect(await stored(wanted({ senderId: 'a' }), wanted({ senderId: 'b' }))).toEqual([true, true]);
    expect(await write([wanted({ senderId: 'a' }), wanted({ senderId: 'b', revision: 1 })])).toEqual([
      false,
      true,
    ]);
    const [a, b, none] = await store.load(number, ['a', 'b', 'none']);
    expect([a?.revision, b?.revision, none]).toEqual([1, 2, null]);
    expect(a).toEqual(wanted({ senderId: 'a', revision: 1 }));
  });

  it('of two writers that read the same only one stores', async () => {
    await stored(wanted({ senderId: 'a' }));
    for (let revision = 1; revision <= 20; revision += 1) {
      const answers = await Promise.all(
        [1, 2].map((failures) => write([wanted({ senderId: 'a', revision, failures })])),
      );
      expect(answers.flat().filter(Boolean)).toHaveLength(1);
    }
  });

  it('stores nothing for somebody who lost the lease', async () => {
    const numbers = createNumberStore(redis, keys);
    await stored(wanted({ senderId: 'a' }));
    expect(await write([wanted({ senderId: 'a', revision: 1 })], 'mine')).toBe('lease-lost');
    await numbers.acquireLease(number, 'mine', MINUTE);
    expect(await write([wanted({ senderId: 'a', revision: 1 })], 'mine')).toEqual([true]);
    await numbers.releaseLease(number, 'mine');
    await numbers.acquireLease(number, 'other', MINUTE);
    expect(await write([wanted({ senderId: 'a', revision: 2 })], 'mine')).toBe('lease-lost');
    // Moderation needs no lease: it never calls Meta.
    expect(await write([wanted({ senderId: 'a', revision: 2 })])).toEqual([true]);
  });

  it('keeps open entries for ever and closed ones for thirty days', async () => {
    await stored(wanted({ senderId: 'open' }), entry({ senderId: 'closed', endedAt: NOON }));
    const ttl = (senderId: string): Promise<number> => redis.ttl(`${keys.base(number)}:e:${senderId}`);
    expect(await ttl('open')).toBe(-1);
    expect(await ttl('closed')).toBeGreaterThan(30 * 86_400 - 60);
    expect(await ttl('closed')).toBeLessThanOrEqual(30 * 86_400);
    const strikes = [{ id: 'm', at: NOON, expiresAt: NOON + 90 * DAY }];
    await write([entry({ senderId: 'closed', revision: 1, strikes })]);
    expect(await ttl('closed')).toBeGreaterThan(89 * 86_400);
    await write([wanted({ senderId: 'closed', revision: 2 })]);
    expect(await ttl('closed')).toBe(-1);
  });

  it('appends audit lines of what was stored only', async () => {
    await stored(wanted({ senderId: 'a' }));
    const writes = [
      { entry: wanted({ senderId: 'a' }), audit: '{"lost":1}' },
      { entry: wanted({ senderId: 'b' }), audit: '{"kept":1}' },
      { entry: wanted({ senderId: 'c' }), audit: null },
    ];
    expect(await store.write(number, writes, null, NOON)).toEqual([false, true, true]);
    const lines = await redis.xrange(`${keys.base(number)}:audit`, '-', '+');
    expect(lines.map(([, fields]) => fields)).toEqual([['d', '{"kept":1}']]);
  });

  it('stores more than one script call should take, in order', async () => {
    const many = Array.from({ length: 1_203 }, (_, n) => wanted({ senderId: `s${n}` }));
    expect(await stored(...many)).toEqual(many.map(() => true));
    const again = many.map((one, n) => ({ ...one, revision: n % 2 }));
    expect(await write(again)).toEqual(again.map(({ revision }) => revision === 1));
  });
});

describe('the index', () => {
  it('gives what is due, earliest first, at most as many as asked for', async () => {
    const lift = { desired: { kind: 'none' } } as const;
    await stored(
      blockedEntry({ senderId: 'third', nextAttemptAt: NOON - 1, ...lift }),
      blockedEntry({ senderId: 'first', nextAttemptAt: NOON - 9, ...lift }),
      blockedEntry({ senderId: 'later', nextAttemptAt: NOON + 1, ...lift }),
      blockedEntry({ senderId: 'second', nextAttemptAt: NOON - 5, ...lift }),
    );
    expect(await dueIds(NOON)).toEqual(['first', 'second', 'third']);
    expect(await dueIds(NOON, 2)).toEqual(['first', 'second']);
    expect(await dueIds(NOON + 1)).toHaveLength(4);
    expect(await dueBlocks()).toEqual([]);
    expect(await store.isAnythingDue(number, NOON - 10)).toBe(false);
    expect(await store.isAnythingDue(number, NOON - 9)).toBe(true);
  });

  it('gives blocks nearest deadline first, whenever they were asked for, and apart from lifts', async () => {
    const many = Array.from({ length: 50 }, (_, n) =>
      wanted({ senderId: `s${n}`, deadlineAt: NOON + HOUR - n }),
    );
    await stored(...many, blockedEntry({ senderId: 'lift', desired: { kind: 'none' } }));
    expect(await dueBlocks(3)).toEqual(['s49', 's48', 's47']);
    expect(await dueIds(NOON, 3)).toEqual(['lift']);
    expect(await store.isAnythingDue(number, NOON - DAY)).toBe(true);
  });

  it('gives a block that has to wait at its time, and among the blocks once it is written again', async () => {
    await stored(wanted({ senderId: 'a', nextAttemptAt: NOON + MINUTE }));
    expect([await dueIds(NOON), await dueBlocks()]).toEqual([[], []]);
    expect([await dueIds(NOON + MINUTE), await dueBlocks()]).toEqual([['a'], []]);
    const writes = [{ entry: wanted({ senderId: 'a', nextAttemptAt: NOON, revision: 1 }), audit: null }];
    await store.write(number, writes, null, NOON + MINUTE);
    expect([await dueIds(NOON + MINUTE), await dueBlocks()]).toEqual([[], ['a']]);
  });

  it('holds each entry at its next action: block, end of the cooldown, end of the call, never', async () => {
    const attempt = { direction: 'block', token: 't', expiresAt: NOON + MINUTE } as const;
    await stored(
      wanted({ senderId: 'block' }),
      blockedEntry({ senderId: 'lift' }),
      wanted({ senderId: 'calling', attempt }),
      wanted({ senderId: 'armed', deadlineAt: NOON, desired: { kind: 'permanent' } }),
      entry({ senderId: 'foreign', owner: 'foreign', actual: 'blocked' }),
      entry({ senderId: 'closed' }),
    );
    const scores = await index();
    expect(Object.fromEntries(scores.flatMap((id, n) => (n % 2 === 0 ? [[id, scores[n + 1]]] : [])))).toEqual(
      {
        block: String(NOON + DAY - 5 * MINUTE - 1e15),
        calling: String(NOON + MINUTE),
        lift: String(NOON + HOUR),
        armed: 'inf',
        foreign: 'inf',
      },
    );
    expect(await dueIds(NOON + 1_000 * DAY)).not.toContain('armed');
    expect(await createNumberStore(redis, keys).openCount(number)).toBe(5);
  });

  it('lets go of an entry when it closes, and of one that vanished', async () => {
    await stored(wanted({ senderId: 'a' }), wanted({ senderId: 'b' }));
    await write([entry({ senderId: 'a', revision: 1, endedAt: NOON })]);
    await redis.del(`${keys.base(number)}:e:b`);
    expect(await dueIds(NOON)).toEqual([]);
    expect(await index()).toEqual([]);
  });

  it('pages through every open entry', async () => {
    const many = Array.from({ length: 1_203 }, (_, n) => wanted({ senderId: `s${n}` }));
    await stored(...many, entry({ senderId: 'closed' }));
    const seen: string[] = [];
    let pages = 0;
    for await (const page of store.open(number)) {
      pages += 1;
      seen.push(...page.map(({ senderId }) => senderId));
    }
    expect(new Set(seen)).toEqual(new Set(many.map(({ senderId }) => senderId)));
    expect(pages).toBeGreaterThan(1);
  });
});
