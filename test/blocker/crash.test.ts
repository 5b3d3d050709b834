import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, NOON } from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, people, Rig } from './rig.ts';

const END = NOON + HOUR;
const points = ['claimed', 'called', 'journaled'] as const;
type Point = (typeof points)[number];

/** As kill -9 leaves things: the lease is not given back, nothing after the point happens. */
async function dieAt(rig: Rig, point: Point): Promise<void> {
  const run = rig.run({
    numbers: { ...rig.deps.numbers, releaseLease: () => Promise.resolve() },
    crashPoint: (name) => {
      if (name === point) throw new Error(`killed at ${point}`);
    },
  });
  await expect(run).rejects.toThrow(`killed at ${point}`);
}

/** The next process: it waits until lease and claim have run out. */
async function takeOver(rig: Rig): Promise<void> {
  expect(await rig.run()).toBe('busy');
  await rig.expireLease();
  rig.now += MINUTE;
  await rig.finish();
}

describe('a process killed', () => {
  it.each(points)('in a block, at "%s": the next one brings it to its end', async (point) => {
    await using rig = await Rig.open();
    await rig.put(...people(5).map((n) => offender(n)));
    await dieAt(rig, point);
    expect(new Set(await rig.statuses(...people(5)))).toEqual(new Set(['blocking']));
    await takeOver(rig);
    expect(new Set(await rig.statuses(...people(5)))).toEqual(new Set(['blocked']));
    expect(rig.listed()).toEqual(people(5).map(idOf));
    expect(rig.simulator.control.log()).toHaveLength(5);
    expect(rig.calls('POST')).toHaveLength(1);
    expect(new Set(rig.journal.map(({ senderId }) => senderId)).size).toBe(5);
    expect((await rig.entry(idOf(1))).strikesTotal).toBe(1);

    rig.now = END;
    await rig.finish();
    expect(rig.listed()).toEqual([]);
  });

  it.each(points)('in a lift, at "%s": nobody stays in', async (point) => {
    await using rig = await Rig.open();
    for (const n of people(5)) rig.simulator.control.block(NUMBER, idOf(n));
    await rig.put(...people(5).map((n) => inmate(n)));
    rig.now = END;
    await dieAt(rig, point);
    await takeOver(rig);
    expect(rig.listed()).toEqual([]);
    expect(new Set(await rig.statuses(...people(5)))).toEqual(new Set(['none']));
    expect(new Set(rig.journal.filter(({ op }) => op === 'lift').map(({ senderId }) => senderId)).size).toBe(
      5,
    );
  });

  it.each(points)(
    'at "%s" of a block whose time is over when the next one comes: they are let out',
    async (point) => {
      await using rig = await Rig.open();
      await rig.put(...people(3).map((n) => offender(n)));
      await dieAt(rig, point);
      rig.now = END;
      await takeOver(rig);
      expect(rig.listed()).toEqual([]);
      expect(await rig.statuses(1, 2, 3)).toEqual(['none', 'none', 'none']);
    },
  );

  it('again and again, at any point, while Meta fails half the time, leaves both sides agreeing', async () => {
    await using rig = await Rig.open({ deps: { batchSize: 7 } });
    const { control } = rig.simulator;
    control.addFault({ probability: 0.25, seed: 3, fault: { kind: 'reset', when: 'after' } });
    control.addFault({ probability: 0.2, seed: 4, fault: { kind: 'html', status: 502 } });
    control.addFault({
      probability: 0.3,
      seed: 5,
      verb: 'POST',
      fault: { kind: 'partial', share: 0.3, code: 139_103 },
    });
    control.addFault({
      probability: 0.3,
      seed: 6,
      verb: 'DELETE',
      fault: { kind: 'omit', share: 0.4, applied: true },
    });
    control.block(NUMBER, idOf(900));
    for (const n of people(20, 101)) control.block(NUMBER, idOf(n));
    await rig.put(...people(40).map((n) => offender(n, { desired: { kind: 'permanent' } })));
    await rig.put(...people(20, 101).map((n) => inmate(n, { desired: { kind: 'until', at: NOON } })));
    for (let life = 0; life < 60; life += 1) {
      const point = points[life % 3] ?? 'called';
      let passed = 0;
      const crashPoint = (name: string): void => {
        if (name === point && (passed += 1) > life % 4) throw new Error('killed');
      };
      await rig.run({ crashPoint }).catch(() => undefined);
      rig.now += MINUTE;
    }
    control.heal();
    await rig.finish();
    expect(rig.listed()).toEqual([...people(40), 900].map(idOf).sort());
    expect(new Set(await rig.statuses(...people(40)))).toEqual(new Set(['blocked']));
    expect(new Set(await rig.statuses(...people(20, 101)))).toEqual(new Set(['none']));
  });
});
