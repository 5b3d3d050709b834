import { describe, expect, it } from '@jest/globals';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import { nextAction } from '../../../src/core/ledger/next-action.ts';
import type { Saved } from '../../../src/core/ledger/restore.ts';
import { lastEventAt, newer, restore } from '../../../src/core/ledger/restore.ts';
import { blockedEntry, DAY, entry, HOUR, MINUTE, NOON, SECOND, sender, wanted } from '../builders.ts';

const LATER = NOON + 10 * MINUTE;
const KEEP = { reclaim: false };

/** What an export tells of a row. */
function saved(row: LedgerEntry = blockedEntry(), overrides: Partial<Saved> = {}): Saved {
  const { senderId, phone, userId, target, desired, owner, episode, strikes, strikesTotal, held } = row;
  return {
    ...{
      phoneNumberId: '1',
      senderId,
      phone,
      userId,
      target,
      desired,
      owner,
      episode,
      strikes,
      strikesTotal,
      held,
    },
    ...{ lastInboundAt: row.lastInboundAt, endedAt: row.endedAt, open: true, at: lastEventAt(row) },
    ...overrides,
  };
}
function restored(existing: LedgerEntry | null, one: Saved, options = KEEP): LedgerEntry {
  const result = restore(existing, one, options, LATER);
  if (result.kind !== 'restored') throw new Error(`it is ${result.kind}`);
  return result.entry;
}
const foreignRow = entry({ owner: 'foreign', actual: 'blocked' });

describe('restore', () => {
  it('puts a lost block back so that the list is read before anything is done', () => {
    const back = restored(null, saved());
    expect(back).toEqual({ ...blockedEntry(), actual: 'unknown', nextAttemptAt: LATER, revision: 0 });
    expect(nextAction(back, LATER)).toEqual({ kind: 'verify', at: LATER });
  });

  it.each<[string, LedgerEntry | null, Saved, string]>([
    ['a block that was lifted later', null, saved(undefined, { open: false }), 'lifted'],
    ['the very row', blockedEntry(), saved(), 'newer'],
    ['a row that ended since', entry({ endedAt: NOON + MINUTE }), saved(), 'newer'],
    [
      'a row with a newer episode',
      wanted({ episode: { ...wanted().episode!, startedAt: NOON + HOUR } }),
      saved(),
      'newer',
    ],
    [
      'a row whose call is under way',
      wanted({ episode: null, attempt: { direction: 'block', token: 't', expiresAt: NOON } }),
      saved(),
      'newer',
    ],
    ['a row held for somebody else’s', foreignRow, saved(), 'foreign'],
    ['a foreign row of the backup', entry(), saved(foreignRow), 'newer'],
  ])('leaves alone %s', (_name, existing, one, kind) => {
    expect(restore(existing, one, KEEP, LATER)).toEqual({ kind });
  });

  it('repeated, changes nothing', () => {
    for (const one of [
      saved(),
      saved(wanted()),
      saved(blockedEntry({ desired: { kind: 'none' }, episode: null, endedAt: NOON + HOUR })),
    ])
      expect(restore(restored(null, one), one, KEEP, LATER)).toEqual({ kind: 'newer' });
  });

  it('takes back, when told to, what the ledger has for foreign, but not what was found after ours had ended', () => {
    expect(restored(foreignRow, saved(), { reclaim: true })).toMatchObject({
      owner: 'ours',
      actual: 'unknown',
    });
    const found = { ...foreignRow, endedAt: NOON + HOUR };
    expect(restore(found, saved(), { reclaim: true }, LATER)).toEqual({ kind: 'newer' });
  });

  it('writes foreign rows back as foreign, never to be lifted', () => {
    const back = restored(null, saved(foreignRow));
    expect(back).toMatchObject({ owner: 'foreign', actual: 'blocked' });
    expect(nextAction(back, LATER).at).toBe(Infinity);
  });

  it('of a row that lives on keeps what the backup does not know', () => {
    const strike = { id: 'wamid.0', at: NOON - DAY, expiresAt: NOON + DAY };
    const lives = entry({
      userId: 'US.1',
      strikes: [strike],
      strikesTotal: 3,
      lastInboundAt: NOON + SECOND,
      revision: 4,
    });
    expect(restored(lives, saved())).toMatchObject({
      ...{
        userId: 'US.1',
        phone: sender().phone,
        revision: 4,
        lastInboundAt: NOON + SECOND,
        strikesTotal: 3,
      },
      strikes: [...blockedEntry().strikes, strike],
    });
  });
});

describe('newer', () => {
  it('the later line wins whatever their order, with the names and strikes only the other knows', () => {
    const journal = saved(blockedEntry(), {
      at: NOON + HOUR,
      strikes: [],
      strikesTotal: 0,
      userId: 'US.1',
      phone: null,
      open: false,
    });
    for (const both of [newer(saved(), journal), newer(journal, saved())])
      expect(both).toMatchObject({
        at: NOON + HOUR,
        open: false,
        userId: 'US.1',
        phone: sender().phone,
        strikesTotal: 1,
      });
  });

  it('on a tie the second wins: journals are written in order', () => {
    const [block, lift] = [saved(), saved(undefined, { open: false })];
    expect(newer(block, lift).open).toBe(false);
    expect(newer(lift, block).open).toBe(true);
  });
});
