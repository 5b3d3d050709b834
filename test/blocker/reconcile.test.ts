import { describe, expect, it } from '@jest/globals';
import type { BlockerDeps, JournalLine } from '../../src/blocker/ports.ts';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import { offend } from '../../src/core/ledger/moderation.ts';
import { parseBlockLine } from '../../src/store/block-lines.ts';
import {
  DAY,
  decision,
  entry,
  HOUR,
  message,
  MINUTE,
  NOON,
  policy,
  SECOND,
  sender,
} from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, people, Rig } from './rig.ts';

describe('reconcile', () => {
  it('records rows that are not ours, and they are never lifted', async () => {
    await using rig = await Rig.open();
    for (const n of [1, 2, 3]) rig.simulator.control.block(NUMBER, idOf(n));
    rig.simulator.control.block(NUMBER, 'US.777');
    await rig.put(inmate(1));
    expect(await rig.reconcile()).toBe('done');
    expect(await rig.statuses(1, 2, 3)).toEqual(['blocked', 'foreign', 'foreign']);
    expect(await rig.entry('US.777')).toMatchObject({ owner: 'foreign', phone: null, userId: 'US.777' });
    rig.now += 48 * HOUR;
    await rig.finish();
    expect(rig.listed()).toEqual([idOf(2), idOf(3), 'US.777']);
  });

  it('an offence of somebody on a foreign row neither blocks nor lifts', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.reconcile();
    const offence = {
      message: message({ sender: sender(1) }),
      decision: decision('block'),
      policy: policy(),
      brake: () => null,
    };
    const { entry: after, effect } = offend(await rig.entry(idOf(1)), offence, rig.now);
    expect(effect).toBe('foreign');
    await rig.put(after);
    await rig.run();
    expect(rig.calls('POST')).toEqual([]);
  });

  it('a lost block call that takes effect after its episode ended is lifted as ours', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'POST', count: 1, fault: { kind: 'hang', when: 'before' } });
    await rig.put(offender(1, { desired: { kind: 'until', at: rig.now + MINUTE } }));
    await rig.run();
    rig.now += 2 * MINUTE;
    await rig.finish();
    expect(await rig.entry(idOf(1))).toMatchObject({ actual: 'absent', desired: { kind: 'none' } });
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.reconcile();
    await rig.finish();
    expect(rig.listed()).toEqual([]);
  });

  it("long after the lost call such a row is somebody else's", async () => {
    await using rig = await Rig.open();
    await rig.put({ ...entry(sender(1)), senderId: idOf(1), strayUntil: rig.now, endedAt: NOON - HOUR });
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.reconcile();
    expect(await rig.statuses(1)).toEqual(['foreign']);
  });

  it('a sender we only keep strikes of becomes foreign, with their strikes', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    const { strikes } = offender(1);
    await rig.put({ ...entry(sender(1)), senderId: idOf(1), strikes, strikesTotal: 1, endedAt: NOON - HOUR });
    await rig.reconcile();
    expect(await rig.entry(idOf(1))).toMatchObject({
      owner: 'foreign',
      actual: 'blocked',
      strikes,
      strikesTotal: 1,
    });
  });

  it.each<[string, Parameters<typeof offender>[1]]>([
    ['due', {}],
    ['under way', { attempt: { direction: 'block', token: 't', expiresAt: NOON + MINUTE } }],
    ['unclear since the list was asked for', { actual: 'unknown', nextAttemptAt: NOON + SECOND }],
    ['to be lifted', { actual: 'blocked', desired: { kind: 'until', at: NOON - 1 } }],
  ])('what is %s stays ours', async (_, overrides) => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.put(offender(1, overrides));
    const before = await rig.entry(idOf(1));
    await rig.reconcile();
    expect(await rig.entry(idOf(1))).toEqual(before);
  });

  it('knows our own by the identifier they were blocked with', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, 'US.1');
    await rig.put(
      inmate(1, { senderId: 'somebody', phone: null, userId: null, target: { user_id: 'US.1' } }),
    );
    await rig.reconcile();
    expect(await rig.ledger.load(NUMBER, ['US.1'])).toEqual([null]);
  });

  it('forgets a foreign row that is gone, and counts them from then on', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.reconcile();
    rig.simulator.control.lift(NUMBER, idOf(1));
    rig.now += HOUR;
    await rig.reconcile();
    expect(await rig.entry(idOf(1))).toMatchObject({ owner: 'ours', actual: 'absent', endedAt: rig.now });
    expect(await rig.numbers.openCount(NUMBER)).toBe(0);
  });

  it('changes nothing when the list cannot be read', async () => {
    await using rig = await Rig.open();
    for (const n of people(30)) rig.simulator.control.block(NUMBER, idOf(n));
    await rig.reconcile();
    rig.simulator.control.addFault({ verb: 'GET', fault: { kind: 'html', status: 200 } });
    expect(await rig.reconcile()).toBe('failed');
    expect(await rig.status(1)).toBe('foreign');
  });

  it('reads a long list whole, and writes it in pages', async () => {
    await using rig = await Rig.open({ simulator: { maxPageSize: 100 } });
    for (const n of people(1_203)) rig.simulator.control.block(NUMBER, idOf(n));
    expect(await rig.reconcile()).toBe('done');
    expect(await rig.numbers.openCount(NUMBER)).toBe(1_203);
    const requests = rig.simulator.control.requests().length;
    expect(await rig.reconcile()).toBe('done');
    expect(rig.simulator.control.requests().length).toBe(2 * requests);
    expect((await rig.entry(idOf(1))).revision).toBe(1);
  });
});

describe('reconcile, when Redis has lost the ledger and the journal remains', () => {
  const remembered = (...lines: JournalLine[]): Partial<BlockerDeps> => ({
    remembered: () =>
      Promise.resolve(
        lines.flatMap((line) => {
          const parsed = parseBlockLine(JSON.stringify(line));
          return parsed.kind === 'saved' ? [parsed.saved] : [];
        }),
      ),
  });
  const blocked = (n: number, until: number | null, at = NOON - MINUTE): JournalLine => ({
    ...{ at, phoneNumberId: NUMBER, op: 'block', senderId: `US.${n}`, target: { user: `+${idOf(n)}` } },
    ...{ until, rules: ['lures'] },
  });

  it('what is on the list is ours again, and ends on time; the rest is foreign', async () => {
    const deps = remembered(blocked(1, NOON - SECOND), blocked(2, NOON + HOUR), blocked(3, null));
    await using rig = await Rig.open({ deps });
    for (const n of people(4)) rig.simulator.control.block(NUMBER, idOf(n));
    expect(await rig.reconcile()).toBe('done');
    expect(rig.told).toContain('restored 3');
    await rig.finish();
    expect(rig.listed()).toEqual([idOf(2), idOf(3), idOf(4)]);
    rig.now = NOON + HOUR;
    await rig.finish();
    expect(rig.listed()).toEqual([idOf(3), idOf(4)]);
    expect(await rig.entry('US.3')).toMatchObject({ owner: 'ours', desired: { kind: 'permanent' } });
    expect(await rig.status(4)).toBe('foreign');
  });

  it.each<[string, JournalLine[], Partial<LedgerEntry> | null]>([
    ['was lifted since', [blocked(1, null), { ...blocked(1, null), op: 'lift', at: NOON - SECOND }], null],
    ['ended so long ago that its closed row is forgotten', [blocked(1, NOON - 31 * DAY, 0)], null],
    [
      'has a closed row in the ledger, which is not lost',
      [blocked(1, NOON + HOUR)],
      { endedAt: NOON - SECOND },
    ],
  ])('a block that %s is not claimed', async (_, lines, row) => {
    await using rig = await Rig.open({ deps: remembered(...lines.slice(-1)) });
    if (row !== null) await rig.put({ ...entry(sender(1)), senderId: 'US.1', ...row });
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.reconcile();
    rig.now += 48 * HOUR;
    await rig.finish();
    expect(rig.listed()).toEqual([idOf(1)]);
    expect(await rig.status(1)).toBe('foreign');
  });
});

describe('a reconcile nobody asked for', () => {
  const FOR_GOOD = { desired: { kind: 'permanent' } } as const;
  /** A list of six pages, while Meta says that so much of its quota is used. */
  async function atUsage(callCount: number): Promise<Rig> {
    const rig = await Rig.open({ simulator: { maxPageSize: 1 } });
    for (const n of people(6)) rig.simulator.control.block(NUMBER, idOf(n));
    await rig.reconcile();
    rig.now += HOUR;
    rig.simulator.control.setUsage({ callCount });
    await rig.put(offender(9, FOR_GOOD));
    await rig.run();
    return rig;
  }

  it.each([80, 96])(
    'at %d % of Meta’s quota waits, three hours at most; an operator’s does not',
    async (used) => {
      await using rig = await atUsage(used);
      rig.now += SECOND;
      const read = rig.calls('GET').length;
      expect(await rig.reconcile({ inPassing: true })).toBe('waiting');
      expect(rig.calls('GET')).toHaveLength(read);
      expect((await rig.listings.reconciled(NUMBER)).failure).toBeNull();
      rig.now = NOON + 3 * HOUR;
      expect(await rig.reconcile({ inPassing: true })).toBe('done');
      rig.now += SECOND;
      expect(await rig.reconcile()).toBe('done');
    },
  );

  it('after a refusal for too many calls makes none before its pause is over', async () => {
    await using rig = await atUsage(10);
    rig.simulator.control.addFault({ verb: 'POST', count: 1, fault: { kind: 'error', code: 80_007 } });
    await rig.put(offender(8, FOR_GOOD));
    await rig.run();
    expect(await rig.reconcile({ inPassing: true })).toBe('waiting');
    rig.now += 10 * MINUTE;
    expect(await rig.reconcile({ inPassing: true })).toBe('done');
  });

  it('slows the calls that follow, for its own count as well', async () => {
    await using rig = await atUsage(10);
    rig.simulator.control.setUsage({ callCount: 90 });
    const read = rig.calls('GET').length;
    expect(await rig.reconcile({ inPassing: true })).toBe('done');
    const pages = rig.calls('GET').length - read;
    expect(pages).toBeGreaterThan(5);
    expect((await rig.control()).pace).toEqual({ percent: 90, at: rig.now, until: rig.now + pages * MINUTE });
  });
});
