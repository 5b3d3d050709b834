import { describe, expect, it } from '@jest/globals';
import { noteInbound, offend } from '../../src/core/ledger/moderation.ts';
import { foreign } from '../../src/core/ledger/enforcement.ts';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import type { Saved } from '../../src/core/ledger/restore.ts';
import { parseBlockLine } from '../../src/store/block-lines.ts';
import { DAY, decision, entry, HOUR, message, MINUTE, NOON, policy, sender } from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, people, Rig } from './rig.ts';

const WEEK = 7 * DAY;
const row = (n: number, overrides: Partial<LedgerEntry> = {}): LedgerEntry =>
  entry({ senderId: idOf(n), phone: idOf(n), ...overrides });

/** One of every difference; `listed` shows on Meta's list. */
async function muddle(): Promise<Rig> {
  const saved = parseBlockLine(
    JSON.stringify({
      ...{ at: NOON - MINUTE, phoneNumberId: NUMBER, op: 'block', senderId: idOf(5) },
      ...{ target: { user: `+${idOf(5)}` }, until: NOON + HOUR, rules: [] },
    }),
  );
  const remembered: Saved[] = saved.kind === 'saved' ? [saved.saved] : [];
  const rig = await Rig.open({ deps: { remembered: () => Promise.resolve(remembered) } });
  for (const n of [1, 3, 4, 5, 6, 7, 8, 10]) rig.simulator.control.block(NUMBER, idOf(n));
  const until = { kind: 'until', at: NOON + WEEK } as const;
  await rig.put(
    inmate(1),
    inmate(2),
    inmate(3, { desired: { kind: 'until', at: NOON }, nextAttemptAt: NOON + HOUR }),
    row(4, { userId: 'US.4', senderId: 'US.4', strayUntil: NOON + HOUR }),
    offender(6, { deadlineAt: NOON, desired: until }),
    offender(8, { actual: 'unknown' }),
    foreign(row(9)),
    foreign(row(10)),
  );
  await rig.listings.noteStrays(NUMBER, [{ senderId: 'US.4', until: NOON + HOUR }], NOON);
  return rig;
}
const FOUND = {
  ...{ agreed: 1, missing: 1, ended: 1, unknown: 1, stray: 1, remembered: 1, overtaken: 1 },
  ...{ foreign: 1, 'foreign-known': 1, 'foreign-gone': 1 },
};

describe('reconcile repairs what is ours', () => {
  it('each difference in its way, in one look', async () => {
    await using rig = await muddle();
    const { report, people: who } = await rig.compared();
    expect(report).toMatchObject({ listed: 8, unreadable: 0, suspended: 0, counts: FOUND });
    expect([...who].map(([kind, found]) => [kind, found.map(({ phone }) => phone)])).toEqual(
      expect.arrayContaining([
        ['missing', [idOf(2)]],
        ['stray', [idOf(4)]],
        ['remembered', [idOf(5)]],
        ['foreign', [idOf(7)]],
      ]),
    );
    expect(await rig.statuses(1, 2, 3, 5, 6, 7, 8, 9, 10)).toEqual([
      ...['blocked', 'unknown', 'lift due', 'unknown', 'foreign', 'foreign', 'blocked', 'none', 'foreign'],
    ]);
    await rig.finish();
    // Over: lifted. The late call of a sender kept under a BSUID: lifted, though the list only shows a phone.
    expect(rig.listed()).toEqual([1, 5, 6, 7, 8, 10].map(idOf));
    rig.now = NOON + WEEK + DAY;
    await rig.finish();
    // Of all who are left, only the blocks of others remain.
    expect(rig.listed()).toEqual([6, 7, 10].map(idOf));
  });

  it('tells the same when it only looks, and changes and publishes nothing', async () => {
    await using rig = await muddle();
    const senders = [1, 2, 3, 6, 8, 9, 10].map(idOf);
    const before = await rig.ledger.load(NUMBER, senders);
    const { report } = await rig.compared({ dryRun: true });
    expect(report.counts).toEqual(FOUND);
    expect(await rig.ledger.load(NUMBER, senders)).toEqual(before);
    expect(await rig.ledger.load(NUMBER, [idOf(5), idOf(7)])).toEqual([null, null]);
    expect(rig.told.filter((one) => !one.startsWith('called'))).toEqual([]);
    expect((await rig.listings.reconciled(NUMBER)).report).toBeNull();
    expect((await rig.compared()).report.counts).toEqual(FOUND);
  });

  it('again, finds nothing but the blocks of others', async () => {
    await using rig = await muddle();
    await rig.compared();
    await rig.finish();
    rig.now += 5 * MINUTE;
    await rig.finish();
    const { counts } = (await rig.compared()).report;
    const left = Object.entries(counts).filter(([, count]) => count > 0);
    // 1, 5 and 8 stand; the closed row of 4 waits until no late call can come any more.
    expect(Object.fromEntries(left)).toEqual({ agreed: 4, 'foreign-known': 3 });
  });

  it('where rows of the list cannot be read, concludes nothing from who is not on it', async () => {
    await using rig = await muddle();
    const { api } = rig.deps;
    rig.deps.api = {
      ...api,
      async list(number, page) {
        const answer = await api.list(number, page);
        return answer.kind === 'page' ? { ...answer, unreadable: 1 } : answer;
      },
    };
    expect((await rig.compared()).report).toMatchObject({
      unreadable: 2,
      counts: { missing: 0, 'foreign-gone': 0, ended: 1 },
    });
    expect(await rig.statuses(2, 9)).toEqual(['blocked', 'foreign']);
  });

  it('says why there is no newer report when the list cannot be read', async () => {
    await using rig = await muddle();
    const { report } = await rig.compared();
    rig.simulator.control.addFault({ verb: 'GET', count: 1, fault: { kind: 'error', code: 190 } });
    rig.now += HOUR;
    expect(await rig.reconcile()).toBe('failed');
    const failure = { at: rig.now, reason: 'auth', code: 190 };
    expect(await rig.listings.reconciled(NUMBER)).toEqual({ report, failure });
    await rig.reconcile();
    expect((await rig.listings.reconciled(NUMBER)).failure).toBeNull();
  });
});

describe('a lost block call', () => {
  const lost = async (): Promise<Rig> => {
    const rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'POST', count: 1, fault: { kind: 'hang', when: 'before' } });
    const until = { kind: 'until', at: rig.now + MINUTE } as const;
    await rig.put(offender(1, { senderId: 'US.1', desired: until }));
    await rig.run();
    rig.now += 2 * MINUTE;
    await rig.finish();
    rig.simulator.control.block(NUMBER, idOf(1));
    return rig;
  };

  it('leaves no open row behind once its episode is over, and is lifted when it takes effect late', async () => {
    await using rig = await lost();
    expect(await rig.numbers.openCount(NUMBER)).toBe(0);
    expect(await rig.listings.strays(NUMBER, rig.now)).toEqual(['US.1']);
    expect((await rig.compared()).report.counts).toMatchObject({ stray: 1, foreign: 0 });
    await rig.finish();
    expect(rig.listed()).toEqual([]);
    expect(await rig.listings.strays(NUMBER, rig.now + 7 * HOUR)).toEqual([]);
  });

  it('without the note of it that person would be held for blocked by others, for ever', async () => {
    await using rig = await lost();
    rig.deps.listings = { ...rig.listings, strays: () => Promise.resolve([]) };
    expect((await rig.compared()).report.counts).toMatchObject({ stray: 0, foreign: 1 });
    await rig.finish();
    expect(rig.listed()).toEqual([idOf(1)]);
  });
});

describe('somebody blocked by others who writes', () => {
  const writes = async (rig: Rig): Promise<void> => {
    const said = message({ sender: sender(1), sentAt: rig.now });
    await rig.put(noteInbound(await rig.entry(idOf(1)), said, rig.now));
  };

  it('was let in by them: the row is forgotten and the next offence counts', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.reconcile();
    rig.simulator.control.lift(NUMBER, idOf(1));
    rig.now += MINUTE;
    await writes(rig);
    await rig.finish();
    expect(await rig.status(1)).toBe('none');
    rig.now += MINUTE;
    const offence = { decision: decision('cooldown'), policy: policy(), brake: () => null };
    const said = message({ id: 'wamid.2', sender: sender(1), sentAt: rig.now });
    expect(offend(await rig.entry(idOf(1)), { ...offence, message: said }, rig.now).effect).toBe('opened');
  });

  it('without the look they could offend for ever', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.reconcile();
    rig.simulator.control.lift(NUMBER, idOf(1));
    rig.now += MINUTE;
    const offence = { decision: decision('cooldown'), policy: policy(), brake: () => null };
    const said = message({ id: 'wamid.2', sender: sender(1), sentAt: rig.now });
    expect(offend(await rig.entry(idOf(1)), { ...offence, message: said }, rig.now).effect).toBe('foreign');
  });

  it('and is still on the list stays theirs', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.reconcile();
    await writes(rig);
    await rig.finish();
    expect(await rig.status(1)).toBe('foreign');
    expect([...rig.calls('POST'), ...rig.calls('DELETE')]).toEqual([]);
  });
});

describe('adopting the blocks of others', () => {
  it('makes new and known ones ours until their end, with a line in the journal; those the journal knows for ours are left', async () => {
    await using rig = await muddle();
    rig.simulator.control.block(NUMBER, idOf(9));
    const until = NOON + HOUR;
    // Known as foreign, yet the journal says it is ours: an import brings back its own end.
    await rig.put(foreign(row(5)));
    const seen = await rig.compared({ dryRun: true, adopt: { until } });
    expect(seen.adopted.map(({ phone }) => phone).sort()).toEqual([7, 9, 10].map(idOf).sort());
    expect(await rig.statuses(9, 10)).toEqual(['foreign', 'foreign']);

    const { adopted, inJournal, report } = await rig.compared({ adopt: { until } });
    expect([adopted.length, inJournal, report.counts['foreign-known']]).toEqual([3, 1, 1]);
    expect(await rig.statuses(5, 7, 9, 10)).toEqual(['foreign', 'blocked', 'blocked', 'blocked']);
    const lines = rig.journal.filter(({ op }) => op === 'block');
    expect(lines.map((line) => [line.senderId, line.until])).toEqual(
      expect.arrayContaining([7, 9, 10].map((n) => [idOf(n), until])),
    );
    expect(await rig.audit('operator')).toHaveLength(3);
    rig.now = until;
    await rig.finish();
    expect(rig.listed()).toEqual([5, 6].map(idOf));
  });

  it('keeps them for good without an end, and those the files of an import name are not among them', async () => {
    await using rig = await muddle();
    const spare = { phoneNumberId: NUMBER, senderId: idOf(7), phone: idOf(7), userId: null, target: null };
    const saved: Saved = {
      ...spare,
      ...{ desired: { kind: 'permanent' }, owner: 'ours', open: true, episode: null, strikes: [] },
      ...{ strikesTotal: 0, held: null, lastInboundAt: 0, endedAt: 0, at: NOON },
    };
    await rig.compared({ adopt: { until: null }, spare: [saved] });
    expect(await rig.entry(idOf(10))).toMatchObject({ owner: 'ours', desired: { kind: 'permanent' } });
    expect(await rig.status(7)).toBe('foreign');
  });
});

describe('without a journal at hand', () => {
  it('people the ledger does not know are counted and left alone', async () => {
    await using rig = await Rig.open();
    for (const n of people(3)) rig.simulator.control.block(NUMBER, idOf(n));
    expect((await rig.compared({ withoutJournal: true })).report.counts.foreign).toBe(3);
    expect(await rig.ledger.load(NUMBER, people(3).map(idOf))).toEqual([null, null, null]);
  });
});
