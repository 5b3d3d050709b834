import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mayBlock, mustPace, paceAfter, spacingMs } from '../../src/blocker/pace.ts';
import type { Pace } from '../../src/blocker/number-control.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { HOUR, MINUTE, NOON, SECOND } from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, Rig } from './rig.ts';

const pace = (percent: number, more: Partial<Pace> = {}): Pace => ({
  ...{ percent, at: NOON, until: NOON + 10 * MINUTE },
  ...more,
});

describe('spacingMs', () => {
  it.each([
    [0, 0],
    [75, 0],
    [82.5, 30 * SECOND],
    [90, MINUTE],
    [95, 3 * MINUTE],
    [97.5, 6.5 * MINUTE],
    [100, 10 * MINUTE],
    [340, 10 * MINUTE],
  ])('at %d %% is %d ms', (percent, ms) => {
    expect(spacingMs(percent)).toBe(ms);
  });

  it('never shrinks as more is used', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 200, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (percent, more) => {
          expect(spacingMs(percent + more)).toBeGreaterThanOrEqual(spacingMs(percent));
        },
      ),
    );
  });
});

describe('paceAfter', () => {
  it('counts the calls of a round, and lets nobody wait longer than ten minutes', () => {
    expect(paceAfter(null, { calls: 2, percent: 90 }, NOON)).toEqual(pace(90, { until: NOON + 2 * MINUTE }));
    expect(paceAfter(null, { calls: 64, percent: 99 }, NOON)).toEqual(pace(99));
  });

  it('is over when Meta tells so, stays when Meta tells nothing, and moves only with a call', () => {
    const before = pace(90, { until: NOON });
    expect(paceAfter(before, { calls: 1, percent: 40 }, NOON + HOUR)).toBeNull();
    expect(paceAfter(before, { calls: 1, percent: null }, NOON + HOUR)).toEqual(
      pace(90, { until: NOON + HOUR + MINUTE }),
    );
    expect(paceAfter(before, { calls: 0, percent: null }, NOON + HOUR)).toBe(before);
    expect(paceAfter(null, { calls: 1, percent: null }, NOON)).toBeNull();
  });

  it('forgets after an hour what was told: answers that tell nothing are not spaced for ever', () => {
    const before = pace(100, { until: NOON });
    const untold = { calls: 1, percent: null };
    expect(paceAfter(before, untold, NOON + HOUR)).not.toBeNull();
    expect(paceAfter(before, untold, NOON + HOUR + 1)).toBeNull();
  });

  it.each([200, 500, 1_000])(
    'a quota of %d calls an hour, wanted all the time, is never used up, wherever the demand begins',
    (calls) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 3 }),
          fc.integer({ min: 200, max: 2_000 }),
          (round, everyMs) => {
            let [current, peak]: [Pace | null, number] = [null, 0];
            let times: number[] = [];
            for (
              let now = NOON;
              now < NOON + 150 * MINUTE;
              now = Math.max(now + everyMs, current?.until ?? 0)
            ) {
              times = times.filter((at) => at > now - HOUR);
              for (let n = 0; n < round; n += 1) times.push(now);
              const percent = (100 * times.length) / calls;
              peak = Math.max(peak, percent);
              current = paceAfter(current, { calls: round, percent }, now);
            }
            expect(peak).toBeGreaterThan(75);
            expect(peak).toBeLessThan(100);
          },
        ),
        { numRuns: 12 },
      );
    },
  );
});

describe('what may go while calls are spaced', () => {
  it.each<[string, Pace | null, number, number, boolean]>([
    ['nothing is spaced', null, Infinity, NOON, false],
    ['the wait is not over', pace(80), Infinity, NOON, true],
    ['the wait is over', pace(80), Infinity, NOON + 10 * MINUTE, false],
    ['a deadline falls into the wait', pace(99), NOON + 10 * MINUTE, NOON, false],
    ['a deadline falls into the wait, and nothing is left', pace(100), NOON + MINUTE, NOON, true],
    ['a deadline comes after the wait', pace(99), NOON + 11 * MINUTE, NOON, true],
  ])('a round when %s', (_, given, deadline, now, waits) => {
    expect(mustPace(given, deadline, now)).toBe(waits);
  });

  it.each<[string, Pace | null, number, number, boolean]>([
    ['nothing is spaced', null, Infinity, NOON, true],
    ['there is some left', pace(94), Infinity, NOON, true],
    ['it is scarce', pace(95), NOON + 2 * HOUR, NOON, false],
    ['it is scarce and a deadline is near', pace(95), NOON + HOUR, NOON, true],
    ['nobody looked for a quarter of an hour', pace(99), Infinity, NOON + 15 * MINUTE, true],
  ])('blocks when %s', (_, given, deadline, now, may) => {
    expect(mayBlock(given, deadline, now)).toBe(may);
  });
});

describe('a number with a quota of 200 calls an hour', () => {
  /** Sweeps in which somebody new is to be blocked at every one, six a minute; `slow` = by what the headers say. */
  async function flood(slow: boolean, ms: number): Promise<Rig> {
    const rig = await Rig.open({ deps: { random: seededRandom(3) } });
    rig.simulator.control.addFault({ fault: { kind: 'quota', calls: 200 } });
    const { api } = rig.deps;
    const deaf: typeof api.block = async (number, targets) => {
      const answer = await api.block(number, targets);
      return answer.kind === 'answered' ? { ...answer, usage: null } : answer;
    };
    if (!slow) rig.deps.api = { ...api, block: deaf };
    let n = 0;
    for (const end = NOON + ms; rig.now < end; rig.now += 10 * SECOND) {
      await rig.put(offender((n += 1), { desired: { kind: 'permanent' } }));
      await rig.run();
    }
    rig.simulator.control.heal();
    await rig.finish();
    expect(rig.listed()).toHaveLength(n);
    return rig;
  }
  const throttled = (rig: Rig): number =>
    rig.simulator.control.requests().filter(({ code }) => code === 80_007).length;

  it('is never throttled, and blocks everybody', async () => {
    await using rig = await flood(true, 70 * MINUTE);
    expect(throttled(rig)).toBe(0);
    expect(rig.calls('POST').length).toBeGreaterThan(100);
    expect(rig.told.some((line) => line.startsWith('late'))).toBe(false);
  }, 60_000);

  it('is throttled when it does not listen to the headers', async () => {
    await using rig = await flood(false, 40 * MINUTE);
    expect(throttled(rig)).toBeGreaterThan(0);
  }, 60_000);

  it.each(['block', 'doubt'] as const)('does not let a deadline pass for a pause: a %s', async (kind) => {
    await using rig = await Rig.open();
    rig.simulator.control.setUsage({ callCount: 97 });
    await rig.put(offender(1));
    await rig.run();
    const deadlineAt = rig.now + 5 * MINUTE;
    await rig.put(offender(2, { deadlineAt, actual: kind === 'doubt' ? 'unknown' : 'absent' }));
    for (; rig.now < deadlineAt; rig.now += 30 * SECOND) await rig.run();
    expect(await rig.statuses(2)).toEqual(['blocked']);
  });

  it('goes back to its speed when the answers stop telling of the quota', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.setUsage({ callCount: 100 });
    await rig.put(offender(1));
    await rig.run();
    const { api } = rig.deps;
    rig.deps.api = {
      ...api,
      lift: async (number, targets) => {
        const answer = await api.lift(number, targets);
        return answer.kind === 'answered' && answer.usage !== null
          ? { ...answer, usage: { ...answer.usage, percent: null } }
          : answer;
      },
    };
    rig.now += 2 * HOUR;
    rig.simulator.control.block(NUMBER, idOf(2));
    await rig.put(inmate(2, { desired: { kind: 'until', at: rig.now } }));
    await rig.run();
    expect(await rig.statuses(2)).toEqual(['none']);
    expect((await rig.control()).pace).toBeNull();
  });

  it('lifts within ten minutes even when all of it is used up by others, before any block that can wait', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.setUsage({ callCount: 99 });
    await rig.put(offender(1));
    await rig.run();
    rig.simulator.control.block(NUMBER, idOf(2));
    await rig.put(inmate(2, { desired: { kind: 'until', at: NOON + SECOND } }), offender(3));
    rig.now = NOON + SECOND;
    while (rig.calls('DELETE').length === 0 && rig.now < NOON + HOUR) {
      await rig.run();
      rig.now += 5 * SECOND;
    }
    expect(rig.now - NOON).toBeLessThanOrEqual(10 * MINUTE + 5 * SECOND);
    expect(rig.calls('POST')).toEqual([1]);
    expect(await rig.statuses(2, 3)).toEqual(['none', 'due']);
    const { pace: slowed } = await rig.control();
    expect(slowed).toMatchObject({ percent: 99 });
  });
});
