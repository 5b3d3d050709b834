import { describe, expect, it } from '@jest/globals';
import { movedEnd } from '../../src/blocker/journal.ts';
import { add } from '../../src/core/ledger/operator.ts';
import { newer, restore } from '../../src/core/ledger/restore.ts';
import { parseBlockLine } from '../../src/store/block-lines.ts';
import { HOUR, MINUTE, NOON, SECOND } from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, people, Rig } from './rig.ts';
import type { RigOptions } from './rig.ts';

const END = NOON + HOUR;

/** Inmates on both lists, their cooldowns ending an hour after noon. */
async function prison(inmates: readonly number[], options: RigOptions = {}): Promise<Rig> {
  const rig = await Rig.open(options);
  for (const n of inmates) rig.simulator.control.block(NUMBER, `+${idOf(n)}`);
  await rig.put(...inmates.map((n) => inmate(n)));
  return rig;
}

describe('lifting', () => {
  it('lets everybody out on time, not before, and closes the episodes', async () => {
    await using rig = await prison([1, 2, 3]);
    rig.now = END - 1;
    expect(await rig.run()).toBe('idle');
    expect(rig.listed()).toHaveLength(3);
    rig.now = END;
    expect(await rig.run()).toBe('idle');
    expect(rig.listed()).toEqual([]);
    expect(rig.calls('DELETE')).toEqual([3]);
    expect(await rig.statuses(1, 2, 3)).toEqual(['none', 'none', 'none']);
    expect(await rig.entry(idOf(1))).toMatchObject({
      desired: { kind: 'none' },
      episode: null,
      endedAt: END,
      strikesTotal: 1,
    });
    expect(rig.journal[0]).toEqual({
      at: END,
      phoneNumberId: NUMBER,
      op: 'lift',
      senderId: idOf(1),
      target: { user: `+${idOf(1)}` },
    });
  });

  it('a journal that cannot be written keeps nobody blocked: blocks are settled, lifted on time, and it is said', async () => {
    const journal = (): Promise<void> => Promise.reject(new Error('no space left on device'));
    await using rig = await Rig.open({ deps: { journal } });
    await rig.put(...people(2).map((n) => offender(n)));
    expect(await rig.run()).toBe('idle');
    expect(await rig.statuses(1, 2)).toEqual(['blocked', 'blocked']);
    rig.simulator.control.addFault({ verb: 'DELETE', count: 1, fault: { kind: 'reset', when: 'after' } });
    rig.now = END;
    await rig.finish();
    expect(rig.listed()).toEqual([]);
    expect(await rig.statuses(1, 2)).toEqual(['none', 'none']);
    expect(rig.told.filter((line) => line === 'journal no space left on device').length).toBeGreaterThan(1);
  });

  it('lifts a thousand in batches no larger than configured', async () => {
    await using rig = await prison(people(1_000));
    rig.now = END;
    expect(await rig.run()).toBe('idle');
    expect(rig.calls('DELETE')).toEqual([200, 200, 200, 200, 200]);
    expect(rig.listed()).toEqual([]);
  });

  it('uses the identifier the block was made with, whatever is known by now', async () => {
    await using rig = await Rig.open();
    const userId = 'US.90000000000000000123';
    rig.simulator.control.block(NUMBER, userId);
    await rig.put(inmate(1, { target: { user_id: userId }, userId }));
    rig.now = END;
    await rig.run();
    expect(rig.simulator.control.log().at(-1)).toMatchObject({ op: 'lift', input: userId });
    expect(await rig.status(1)).toBe('none');
  });

  it('goes on in monitor mode', async () => {
    await using rig = await prison([1], { deps: { mode: 'monitor' } });
    rig.now = END;
    await rig.run();
    expect(rig.listed()).toEqual([]);
  });

  it('closes the episode of somebody another admin let out already', async () => {
    await using rig = await prison([1]);
    rig.simulator.control.lift(NUMBER, idOf(1));
    rig.now = END;
    await rig.run();
    expect(await rig.status(1)).toBe('none');
  });

  it('does the same where Meta calls that an error', async () => {
    await using rig = await prison([1], { simulator: { repeatedLift: 'fail' } });
    rig.simulator.control.lift(NUMBER, idOf(1));
    rig.now = END;
    await rig.finish();
    expect(await rig.status(1)).toBe('none');
  });

  it.each([131_047, 100, 139_103, 999_999])(
    'is never given up: after %d for a user it goes on until they are out',
    async (code) => {
      await using rig = await prison([1, 2]);
      rig.simulator.control.addFault({
        verb: 'DELETE',
        count: 3,
        fault: { kind: 'partial', share: 1, code },
      });
      rig.now = END;
      await rig.run();
      expect(rig.listed()).toHaveLength(2);
      await rig.finish();
      expect(rig.listed()).toEqual([]);
      expect(await rig.statuses(1, 2)).toEqual(['none', 'none']);
    },
  );

  it.each([{ addedUsersOnDelete: true }, { missingWaId: true }, { stringCodes: true, errorsKey: true }])(
    'understands older answers: %j',
    async (oddities) => {
      await using rig = await prison([1, 2, 3], { simulator: { oddities } });
      rig.simulator.control.addFault({
        verb: 'DELETE',
        count: 1,
        fault: { kind: 'partial', share: 0.5, code: 139_103 },
      });
      rig.now = END;
      await rig.finish();
      expect(rig.listed()).toEqual([]);
      expect(await rig.statuses(1, 2, 3)).toEqual(['none', 'none', 'none']);
    },
  );

  it('goes on while the list cannot be read: somebody else’s doubt keeps nobody in', async () => {
    await using rig = await prison([1]);
    await rig.put(inmate(2, { actual: 'unknown' }));
    rig.simulator.control.addFault({ verb: 'GET', fault: { kind: 'html', status: 500 } });
    rig.now = END;
    await rig.run();
    expect(rig.listed()).toEqual([]);
    expect(await rig.statuses(1, 2)).toEqual(['none', 'unknown']);
    rig.simulator.control.heal();
    await rig.finish();
    expect(await rig.status(2)).toBe('none');
  });

  it('is not starved by thousands of doubts that cannot be settled', async () => {
    await using rig = await prison([1]);
    const doubts = people(2_100, 10).map((n) => inmate(n, { actual: 'unknown', nextAttemptAt: NOON - HOUR }));
    await rig.put(...doubts);
    rig.simulator.control.addFault({ verb: 'GET', fault: { kind: 'error', code: 131_000 } });
    rig.now = END;
    for (let round = 0; round < 3; round += 1) {
      await rig.run();
      rig.now += 10 * SECOND;
    }
    expect(rig.listed()).toEqual([]);
  });

  it('comes before blocking when both are due', async () => {
    await using rig = await prison([1]);
    rig.now = END;
    await rig.put(
      inmate(2, { actual: 'absent', desired: { kind: 'until', at: END + MINUTE }, target: null }),
    );
    await rig.run();
    expect(rig.simulator.control.requests().map(({ verb }) => verb)).toEqual(['DELETE', 'POST']);
  });
});

describe('an end that is moved while the block stands', () => {
  /** An operator's `blocks add --for`, on the row as it is now. */
  async function endAt(rig: Rig, n: number, until: number): Promise<void> {
    const before = await rig.entry(idOf(n));
    const { senderId: id, phone, userId } = before;
    const block = { sender: { id, phone, userId }, until, reason: 'longer', lastInboundAt: null };
    const result = add(before, block, rig.now);
    if (result.kind !== 'changed') throw new Error(result.kind);
    await rig.ledger.write(NUMBER, [{ entry: result.entry, audit: null }], null, rig.now);
  }
  const asked = (rig: Rig): string[] =>
    rig.simulator.control.requests().flatMap(({ verb }) => (verb === 'GET' ? [] : [verb]));

  it.each([
    ['later', END + 3 * HOUR],
    ['sooner', END - 30 * MINUTE],
  ])('%s: nobody is let out and blocked again, and the lift comes at the new end', async (_, until) => {
    await using rig = await prison([1]);
    rig.now = NOON + 10 * MINUTE;
    await endAt(rig, 1, until);
    expect(await rig.run()).toBe('idle');
    expect(asked(rig)).toEqual([]);
    // The old end, had it held, and the moment before the new one.
    for (const at of [Math.min(END, until) - 1, until - 1]) {
      rig.now = at;
      expect(await rig.run()).toBe('idle');
      expect([asked(rig), rig.listed()]).toEqual([[], [idOf(1)]]);
    }
    rig.now = until;
    expect(await rig.run()).toBe('idle');
    expect([asked(rig), rig.listed()]).toEqual([['DELETE'], []]);
  });

  it('what stayed as it was is lifted at the old end', async () => {
    await using rig = await prison([1, 2]);
    await endAt(rig, 1, END + HOUR);
    rig.now = END;
    expect(await rig.run()).toBe('idle');
    expect([asked(rig), rig.listed()]).toEqual([['DELETE'], [idOf(1)]]);
  });

  it('is what the journal ends with, and no news to a ledger that has the row', async () => {
    await using rig = await prison([1]);
    await endAt(rig, 1, END + 3 * HOUR);
    const row = await rig.entry(idOf(1));
    const first = { at: row.episode?.settledAt, phoneNumberId: NUMBER, op: 'block', senderId: idOf(1) };
    const lines = [{ ...first, target: row.target, until: END, rules: ['lures'] }, movedEnd(NUMBER, row)];
    const saved = lines.flatMap((line) => {
      const parsed = parseBlockLine(JSON.stringify(line));
      return parsed.kind === 'saved' ? [parsed.saved] : [];
    });
    const last = newer(saved[0]!, saved[1]!);
    expect(last.desired).toEqual({ kind: 'until', at: END + 3 * HOUR });
    expect(restore(row, last, { reclaim: false }, rig.now)).toEqual({ kind: 'newer' });
    expect(restore(null, last, { reclaim: false }, rig.now)).toMatchObject({
      kind: 'restored',
      entry: { desired: { kind: 'until', at: END + 3 * HOUR } },
    });
  });
});
