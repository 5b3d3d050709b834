import { describe, expect, it } from '@jest/globals';
import { BLOCK_WINDOW_MS } from '../../src/core/ledger/entry.ts';
import { nextAction, statusOf } from '../../src/core/ledger/next-action.ts';
import { noteInbound } from '../../src/core/ledger/moderation.ts';
import type { BlockerDeps } from '../../src/blocker/ports.ts';
import { DAY, HOUR, message, MINUTE, NOON, SECOND, sender, wanted } from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, people, Rig } from './rig.ts';

/** Every sweep of so many hours that would find something to do. */
async function hours(rig: Rig, count: number): Promise<void> {
  for (const end = rig.now + count * HOUR; rig.now < end; rig.now += MINUTE) await rig.run();
}

describe('somebody Meta says has not written for 24 hours (131047)', () => {
  const silent = { desired: { kind: 'permanent' } } as const;
  const open = async (): Promise<Rig> => {
    const rig = await Rig.open({ simulator: { strictWindow: true } });
    await rig.put(...people(3).map((n) => offender(n, silent)));
    return rig;
  };

  it('is armed by one call, and costs none until they write; then one', async () => {
    await using rig = await open();
    await hours(rig, 3);
    expect(rig.calls('POST')).toEqual([3]);
    expect(await rig.statuses(1, 2, 3)).toEqual(['armed', 'armed', 'armed']);
    await rig.inbound(2);
    await hours(rig, 1);
    expect(rig.calls('POST')).toEqual([3, 1]);
    expect(await rig.statuses(1, 2, 3)).toEqual(['armed', 'blocked', 'armed']);
  });

  it('without arming is called for again and again', async () => {
    await using rig = await open();
    const { api } = rig.deps;
    // As if the table had no row for it: to be tried again.
    const block: typeof api.block = async (number, targets) => {
      const answer = await api.block(number, targets);
      if (answer.kind !== 'answered') return answer;
      const results = answer.results.map((one) =>
        one.kind === 'failed' ? { ...one, code: 139_103, transient: true } : one,
      );
      return { ...answer, results };
    };
    rig.deps.api = { ...api, block };
    await hours(rig, 3);
    expect(rig.calls('POST').length).toBeGreaterThan(20);
  });

  it('is called once more when they wrote while the call was under way', async () => {
    await using rig = await open();
    const { api } = rig.deps;
    let wrote = false;
    const block: typeof api.block = async (number, targets) => {
      const answer = await api.block(number, targets);
      rig.now += SECOND;
      if (!wrote) await rig.inbound(1);
      wrote = true;
      return answer;
    };
    rig.deps.api = { ...api, block };
    await rig.run();
    expect(await rig.statuses(1, 2)).toEqual(['blocked', 'armed']);
    expect(rig.calls('POST')).toEqual([3, 1]);
  });
});

describe('an armed block', () => {
  it('ends with its cooldown: a message after that fires nothing', async () => {
    await using rig = await Rig.open({ simulator: { strictWindow: true } });
    await rig.put(offender(1, { desired: { kind: 'until', at: NOON + 30 * HOUR }, deadlineAt: NOON + HOUR }));
    rig.simulator.control.addFault({ fault: { kind: 'error', code: 80_007 } });
    rig.now = NOON + 2 * HOUR;
    await rig.run();
    expect(await rig.status(1)).toBe('armed');
    expect(rig.told).toContain('lapsed 1');
    expect((await rig.audit('lapsed')).map((line): unknown => JSON.parse(line))).toEqual([
      {
        kind: 'lapsed',
        at: rig.now,
        senderId: idOf(1),
        rules: ['lures'],
        episode: (await rig.entry(idOf(1))).episode?.id,
      },
    ]);
    rig.now = NOON + 30 * HOUR;
    await rig.run();
    rig.simulator.control.heal();
    await rig.inbound(1);
    await hours(rig, 1);
    expect(await rig.status(1)).toBe('none');
    expect(rig.calls('POST')).toEqual([]);
  });

  it('is said to have lapsed once, not at every sweep', async () => {
    await using rig = await Rig.open();
    await rig.put(offender(1, { desired: { kind: 'permanent' }, deadlineAt: NOON + HOUR }));
    rig.simulator.control.addFault({ fault: { kind: 'html', status: 503 } });
    await hours(rig, 3);
    rig.simulator.control.heal();
    await hours(rig, 1);
    expect(rig.told.filter((line) => line.startsWith('lapsed'))).toEqual(['lapsed 1']);
  });
});

describe('somebody with no identifier Meta takes', () => {
  const nobody = { phone: null, userId: null, desired: { kind: 'until', at: NOON + 3 * DAY } } as const;

  it('is armed without a call, fires when a message brings one, and ends otherwise', async () => {
    await using rig = await Rig.open();
    await rig.put(offender(1, nobody), offender(2, nobody), offender(3));
    expect(await rig.run()).toBe('idle');
    expect(await rig.statuses(1, 2, 3)).toEqual(['armed', 'armed', 'blocked']);
    await rig.inbound(1);
    await hours(rig, 1);
    expect(await rig.statuses(1, 2)).toEqual(['blocked', 'armed']);
    expect(rig.calls('POST')).toEqual([1, 1]);
    rig.now = NOON + 3 * DAY;
    await rig.run();
    expect(await rig.status(2)).toBe('none');
  });

  it('stays armed when the message brings none', () => {
    const entry = wanted(nobody);
    const nameless = message({ sender: { ...sender(1), phone: null }, sentAt: NOON + HOUR });
    const after = noteInbound(entry, nameless, NOON + HOUR);
    expect(statusOf(after, NOON + HOUR)).toBe('armed');
    expect(nextAction(after, NOON + HOUR)).toEqual({ kind: 'end', at: NOON + 3 * DAY });
  });
});

describe('a full list', () => {
  it('stops blocks but no lift, and the first lift lets those nearest to their deadline in', async () => {
    await using rig = await Rig.open({ simulator: { listCap: 3 } });
    for (const n of [91, 92, 93]) rig.simulator.control.block(NUMBER, `+${idOf(n)}`);
    await rig.put(
      inmate(91, { desired: { kind: 'until', at: NOON + 5 * MINUTE } }),
      ...people(4).map((n) => offender(n, { desired: { kind: 'permanent' }, deadlineAt: NOON + n * HOUR })),
    );
    expect(await rig.run()).toBe('waiting');
    expect(rig.calls('POST')).toEqual([4]);
    rig.now = NOON + 5 * MINUTE;
    await rig.run();
    expect(await rig.statuses(1, 2, 3, 4)).toEqual(['blocked', 'due', 'due', 'due']);
    expect(rig.calls('DELETE')).toEqual([1]);
    const { fullUntil } = await rig.control();
    expect(fullUntil).toBe(rig.now + 15 * MINUTE);
  });
});

describe('a backlog and a short time', () => {
  const SIZE = 10;
  /** A minute a call, and fifty people of whom ten, who were the last to be judged, have two minutes left. */
  async function backlog(deps: (rig: Rig) => Partial<BlockerDeps>): Promise<Rig> {
    const rig = await Rig.open({ deps: { batchSize: SIZE }, simulator: { strictWindow: true } });
    const { api } = rig.deps;
    const block: typeof api.block = (number, targets) => {
      rig.now += MINUTE;
      return api.block(number, targets);
    };
    for (const n of people(50)) {
      const left = n > 40 ? 2 * MINUTE : 20 * HOUR;
      rig.simulator.control.inbound({ phone: idOf(n), at: NOON + left - BLOCK_WINDOW_MS });
      await rig.put(
        offender(n, {
          ...{ desired: { kind: 'permanent' }, deadlineAt: NOON + left, nextAttemptAt: NOON - HOUR + n },
        }),
      );
    }
    Object.assign(rig.deps, { api: { ...api, block } }, deps(rig));
    for (let run = 0; run < 10; run += 1) await rig.run();
    return rig;
  }
  const short = people(10, 41);

  it('everybody is blocked, those nearest to their deadline first', async () => {
    await using rig = await backlog(() => ({}));
    expect(new Set(await rig.statuses(...people(50)))).toEqual(new Set(['blocked']));
    expect(rig.told.filter((line) => line.startsWith('lapsed'))).toEqual([]);
  });

  it('served in the order they came, those with little time left are missed', async () => {
    await using rig = await backlog(({ deps: { ledger } }) => ({
      ledger: {
        ...ledger,
        due: async (number, now, limit) => {
          const { timed, blocks } = await ledger.due(number, now, limit);
          const inOrder = [...blocks].sort((a, b) => a.nextAttemptAt - b.nextAttemptAt);
          return { timed, blocks: inOrder.slice(0, SIZE) };
        },
      },
    }));
    expect(new Set(await rig.statuses(...people(40)))).toEqual(new Set(['blocked']));
    expect(new Set(await rig.statuses(...short))).toEqual(new Set(['armed']));
  });

  it('more blocks than one look takes hide no lift', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'POST', fault: { kind: 'error', code: 139_101 } });
    rig.simulator.control.block(NUMBER, idOf(9_999));
    const waiting = people(2_300).map((n) =>
      offender(n, { desired: { kind: 'permanent' }, nextAttemptAt: NOON - HOUR }),
    );
    await rig.put(...waiting, inmate(9_999, { desired: { kind: 'until', at: NOON } }));
    await rig.run();
    expect(rig.calls('DELETE')).toEqual([1]);
    expect(rig.listed()).toEqual([]);
  });
});
