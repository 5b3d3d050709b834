import { describe, expect, it } from '@jest/globals';
import { deadlinesOf, forecast } from '../../src/blocker/forecast.ts';
import { isAnythingToDo } from '../../src/blocker/look-ahead.ts';
import type { Late, NumberControl } from '../../src/blocker/number-control.ts';
import { FREE_CONTROL } from '../../src/blocker/number-control.ts';
import { blockedEntry, DAY, entry, HOUR, MINUTE, NOON, SECOND, wanted } from '../core/builders.ts';
import { offender, people, Rig } from './rig.ts';

const forGood = { kind: 'permanent' } as const;
const about = { now: NOON, batchSize: 10, callMs: 10 * SECOND };
const halted: NumberControl['halted'] = {
  ...{ since: NOON, code: 190, reason: 'auth', probeAt: NOON + 30 * SECOND, probes: 0 },
};
const at = (...minutes: number[]): number[] => minutes.map((n) => NOON + n * MINUTE);
const hundred = (minutes: number): number[] => people(100).map(() => NOON + minutes * MINUTE);

describe('deadlinesOf', () => {
  it('takes whoever is still to be blocked, nearest first, also those whose call was lost', () => {
    const entries = [
      wanted({ desired: forGood }),
      wanted({ desired: forGood, deadlineAt: NOON + HOUR }),
      wanted({ desired: forGood, deadlineAt: NOON + 2 * HOUR, actual: 'unknown' }),
    ];
    expect(deadlinesOf(entries, NOON)).toEqual([NOON + HOUR, NOON + 2 * HOUR, NOON + DAY - 5 * MINUTE]);
  });

  it.each([
    ['a cooldown that ends before', wanted()],
    ['one that is blocked', blockedEntry({ desired: forGood })],
    ['one past its deadline', wanted({ desired: forGood, deadlineAt: NOON })],
    ['one without a name', wanted({ desired: forGood, phone: null })],
    ['one that is held', wanted({ desired: forGood, held: { at: NOON, cause: 'x' } })],
    ['one that is refused', wanted({ desired: forGood, refused: { at: NOON, code: 1, detail: '' } })],
    ['one of others', wanted({ desired: forGood, owner: 'foreign' })],
    ['nothing', entry()],
  ])('leaves out %s', (_, given) => {
    expect(deadlinesOf([given], NOON)).toEqual([]);
  });
});

describe('forecast', () => {
  const late = (people: number, firstAt: number, cause: Late['cause']): Late => ({
    since: NOON,
    people,
    firstAt,
    cause,
  });
  it.each<[string, number[], Partial<NumberControl>, Late | null]>([
    ['nobody waits', [], { halted }, null],
    ['time enough', at(5, 60), {}, null],
    ['a batch after the other', hundred(1.5), {}, late(10, NOON + 1.5 * MINUTE, 'backlog')],
    ['time enough for them', hundred(2), {}, null],
    ['small batches', hundred(2), { batchSize: 5 }, late(40, NOON + 2 * MINUTE, 'backlog')],
    ['a short pause', at(5), { failures: 1, backoffUntil: NOON + MINUTE, backoffReason: 'internal' }, null],
    [
      'a pause that outlasts a deadline',
      at(5, 30),
      { failures: 1, backoffUntil: NOON + 20 * MINUTE, backoffReason: 'rate-limit' },
      late(1, NOON + 5 * MINUTE, 'rate-limit'),
    ],
    [
      'an outage that lasts',
      at(59, 61),
      { failures: 4, backoffUntil: NOON + 8 * SECOND, backoffReason: 'internal' },
      late(1, NOON + 59 * MINUTE, 'internal'),
    ],
    ['a refused token', at(59), { halted }, late(1, NOON + 59 * MINUTE, 'auth')],
    ['a refused token and time enough', at(61), { halted }, null],
    ['a full list', at(20), { fullUntil: NOON + 15 * MINUTE }, late(1, NOON + 20 * MINUTE, 'list-full')],
    [
      'a list that cannot be read',
      at(20),
      { listing: { failures: 5, until: NOON + MINUTE, reason: 'no-answer' } },
      late(1, NOON + 20 * MINUTE, 'no-answer'),
    ],
    [
      'a used up quota',
      hundred(50),
      { pace: { percent: 95, at: NOON, until: NOON + 3 * MINUTE } },
      late(20, NOON + 50 * MINUTE, 'quota'),
    ],
    [
      'a trouble that was told and lasts',
      at(300),
      { halted, late: late(3, NOON, 'auth') },
      late(0, NOON + 300 * MINUTE, 'auth'),
    ],
    ['a trouble that was told and is over', at(300), { late: late(3, NOON, 'auth') }, null],
  ])('%s', (_, deadlines, control, expected) => {
    expect(forecast(deadlines, { ...FREE_CONTROL, ...control }, about)).toEqual(expected);
  });
});

describe('a number whose deadlines are at risk', () => {
  const told = (rig: Rig): string[] => rig.told.filter((line) => /^(late|in time)/.test(line));
  async function sweeps(rig: Rig, ms: number): Promise<void> {
    for (const end = rig.now + ms; rig.now < end; rig.now += MINUTE)
      if (await isAnythingToDo('100000000000010', rig.deps)) await rig.run();
  }
  const crowd = (rig: Rig): Promise<void> =>
    rig.put(...people(30).map((n) => offender(n, { desired: forGood, deadlineAt: NOON + n * 10 * MINUTE })));

  it('tells so once for a trouble, however many deadlines come near, and once that it is over', async () => {
    await using rig = await Rig.open();
    await crowd(rig);
    rig.simulator.control.addFault({ fault: { kind: 'html', status: 503 } });
    await sweeps(rig, 3 * HOUR);
    expect(told(rig)).toEqual(['late 6 no-answer']);
    expect((await rig.control()).late).toMatchObject({ cause: 'no-answer' });
    rig.simulator.control.heal();
    await sweeps(rig, 10 * MINUTE);
    expect(told(rig)).toEqual(['late 6 no-answer', 'in time']);
    expect((await rig.control()).late).toBeNull();
  });

  it('tells anew when something else is the cause', async () => {
    await using rig = await Rig.open();
    await crowd(rig);
    rig.simulator.control.addFault({ fault: { kind: 'html', status: 503 } });
    await sweeps(rig, 30 * MINUTE);
    rig.simulator.control.clearFaults();
    rig.simulator.control.setBadTokens(['token']);
    await sweeps(rig, 30 * MINUTE);
    expect(told(rig).map((line) => line.split(' ')[2])).toEqual(['no-answer', 'auth']);
  });

  it('says nothing of a hiccup', async () => {
    await using rig = await Rig.open();
    await crowd(rig);
    rig.simulator.control.addFault({ count: 2, fault: { kind: 'html', status: 503 } });
    await sweeps(rig, 10 * MINUTE);
    expect(rig.listed()).toHaveLength(30);
    expect(told(rig)).toEqual([]);
  });

  it('is done with it when all have lapsed, and resumes although nobody is left to block', async () => {
    await using rig = await Rig.open({ simulator: { badTokens: ['token'] } });
    await crowd(rig);
    await sweeps(rig, 6 * HOUR);
    expect(told(rig)).toEqual([expect.stringMatching(/^late \d+ auth$/), 'in time']);
    expect((await rig.control()).halted).not.toBeNull();
    rig.simulator.control.setBadTokens([]);
    await sweeps(rig, 11 * MINUTE);
    expect(rig.told).toContain('resumed');
    expect((await rig.control()).halted).toBeNull();
  });
});
