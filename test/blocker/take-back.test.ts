import { describe, expect, it } from '@jest/globals';
import type { BlockerDeps, JournalLine } from '../../src/blocker/ports.ts';
import { takeBack } from '../../src/blocker/take-back.ts';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import { parseBlockLine } from '../../src/store/block-lines.ts';
import { entry, HOUR, MINUTE, NOON, SECOND, sender } from '../core/builders.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { idOf, NUMBER, offender, people, Rig } from './rig.ts';

const savedOf = (lines: readonly JournalLine[]) =>
  lines.flatMap((line) => {
    const parsed = parseBlockLine(JSON.stringify(line));
    return parsed.kind === 'saved' ? [parsed.saved] : [];
  });
const remembered = (...lines: JournalLine[]): Partial<BlockerDeps> => ({
  remembered: () => Promise.resolve(savedOf(lines)),
});
const blocked = (n: number, until: number | null): JournalLine => ({
  ...{ at: NOON - MINUTE, phoneNumberId: NUMBER, op: 'block', senderId: `US.${n}` },
  ...{ target: { user: `+${idOf(n)}` }, until, rules: ['lures'] },
});

describe('taking back blocks that Redis lost', () => {
  it('a lift under a later id ends what the journal began under an earlier one', async () => {
    const lifted: JournalLine = { ...blocked(1, null), op: 'lift', senderId: idOf(1), at: NOON - SECOND };
    await using rig = await Rig.open({ deps: remembered(blocked(1, null), lifted) });
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.reconcile();
    expect(await rig.status(1)).toBe('foreign');
    expect(await rig.ledger.load(NUMBER, ['US.1'])).toEqual([null]);
  });

  it('more people than a page are all taken back, each with a line in their history', async () => {
    const all = people(1_100);
    const deps = remembered(...all.map((n) => blocked(n, NOON + HOUR)));
    await using rig = await Rig.open({ deps });
    for (const n of all) rig.simulator.control.block(NUMBER, idOf(n));
    await rig.reconcile();
    expect(rig.told).toContain('restored 1100');
    expect(await rig.audit('restored')).toHaveLength(1_100);
    await rig.reconcile();
    expect(rig.told.filter((one) => one.startsWith('restored'))).toHaveLength(1);
  });

  describe('when moderation writes a row meanwhile', () => {
    const racing = async (row: LedgerEntry): Promise<Rig> => {
      const rig = await Rig.open({ deps: remembered(blocked(1, null)) });
      let first = true;
      rig.deps.ledger = {
        ...rig.ledger,
        async write(...args) {
          if (first) await rig.put(row);
          first = false;
          return rig.ledger.write(...args);
        },
      };
      rig.simulator.control.block(NUMBER, idOf(1));
      expect(await rig.reconcile()).toBe('done');
      expect(await rig.ledger.load(NUMBER, [idOf(1)])).toEqual([null]);
      return rig;
    };

    it('a new offence stands as it was written', async () => {
      const offence = offender(1, { senderId: 'US.1' });
      await using rig = await racing(offence);
      expect(await rig.entry('US.1')).toEqual({ ...offence, revision: 1 });
    });

    it('a row that only counts strikes becomes the block again, with its strikes', async () => {
      const { strikes } = offender(1);
      await using rig = await racing({ ...entry(sender(1)), senderId: 'US.1', strikes, strikesTotal: 1 });
      const back = { owner: 'ours', desired: { kind: 'permanent' }, actual: 'unknown', strikes };
      expect(await rig.entry('US.1')).toMatchObject(back);
    });
  });

  it('nothing is recorded when the journal cannot be read, or the lease went to another process meanwhile', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    rig.deps.remembered = () => Promise.reject(new Error('EIO'));
    await expect(rig.reconcile()).rejects.toThrow('EIO');
    rig.deps.remembered = async () => {
      await rig.expireLease();
      await rig.numbers.acquireLease(NUMBER, 'another', HOUR);
      return savedOf([blocked(1, null)]);
    };
    expect(await rig.reconcile()).toBe('lease-lost');
    expect(await rig.ledger.load(NUMBER, [idOf(1), 'US.1'])).toEqual([null, null]);
  });

  it('the lease is kept however long the journal takes to read', async () => {
    await using rig = await Rig.open();
    await rig.numbers.acquireLease(NUMBER, 'ours', HOUR);
    let renewed = 0;
    const numbers: BlockerDeps['numbers'] = {
      ...rig.deps.numbers,
      renewLease(id, token) {
        renewed += 1;
        return rig.numbers.renewLease(id, token, HOUR);
      },
    };
    const slow = async (): ReturnType<BlockerDeps['remembered']> => {
      await waitFor(() => renewed > 2);
      return [];
    };
    const listed = { waId: idOf(1), userId: null };
    const deps = { ...rig.deps, numbers, remembered: slow };
    expect(await takeBack(NUMBER, [listed], { lease: 'ours', leaseMs: 60 }, deps, false)).toEqual([listed]);
  });
});
