import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, NOON, SECOND, sender } from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, people, Rig } from './rig.ts';

describe('a number Meta refuses as such', () => {
  it.each([
    [190, 'auth'],
    [10, 'permission'],
    [368, 'account'],
    [133_010, 'configuration'],
  ])('after %d is halted: no further call but a probe, and everything waits', async (code, reason) => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ fault: { kind: 'error', code } });
    rig.simulator.control.block(NUMBER, idOf(9));
    await rig.put(
      ...people(500).map((n) => offender(n, { senderId: `s${n}` })),
      inmate(9, { desired: { kind: 'until', at: NOON } }),
    );
    expect(await rig.run()).toBe('waiting');
    expect(rig.simulator.control.requests()).toHaveLength(1);
    expect(rig.told).toContain(`halted ${reason} ${code}`);
    expect(rig.told).toContain(`alarm ${reason} ${code}`);
    expect(await rig.control()).toMatchObject({ halted: { since: NOON, code, reason } });
    rig.now += 29 * SECOND;
    expect(await rig.run()).toBe('waiting');
    expect(rig.simulator.control.requests()).toHaveLength(1);
  });

  it('is probed ever more slowly, at least every ten minutes, and goes on where it stopped', async () => {
    await using rig = await Rig.open({ simulator: { badTokens: ['token'] } });
    await rig.put(...people(3).map((n) => offender(n)));
    await rig.run();
    const waits: number[] = [];
    for (let probe = 0; probe < 8; probe += 1) {
      const at = (await rig.control()).halted?.probeAt ?? 0;
      waits.push(at - rig.now);
      rig.now = at;
      expect(await rig.run()).toBe('waiting');
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 600, 600, 600].map((s) => s * SECOND));
    expect(rig.calls('GET')).toHaveLength(8);
    expect(rig.calls('POST')).toHaveLength(1);

    rig.simulator.control.setBadTokens([]);
    rig.now = (await rig.control()).halted?.probeAt ?? 0;
    expect(await rig.run()).toBe('idle');
    expect(rig.told).toContain('resumed');
    expect(await rig.statuses(1, 2, 3)).toEqual(['blocked', 'blocked', 'blocked']);
  });

  it('is halted, and nobody refused, when the app secret is wrong: Meta gives a bad proof the code of a bad value', async () => {
    await using rig = await Rig.open({ appSecret: 'old', simulator: { appSecret: 'new' } });
    await rig.put(offender(1));
    expect(await rig.run()).toBe('waiting');
    expect((await rig.control()).halted).toMatchObject({ code: 100, reason: 'auth' });
    expect(await rig.statuses(1)).toEqual(['due']);
  });

  it('is halted as well when only a user’s own entry carries the code', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({
      verb: 'POST',
      count: 1,
      fault: { kind: 'partial', share: 1, code: 131_031 },
    });
    await rig.put(...people(3).map((n) => offender(n)));
    expect(await rig.run()).toBe('waiting');
    expect((await rig.control()).halted).toMatchObject({ code: 131_031, reason: 'account' });
    expect(await rig.statuses(1, 2, 3)).toEqual(['due', 'due', 'due']);
  });

  it('when the list says so, is halted too', async () => {
    await using rig = await Rig.open({ simulator: { badTokens: ['token'] } });
    await rig.put(inmate(1, { actual: 'unknown' }));
    expect(await rig.run()).toBe('waiting');
    expect((await rig.control()).halted).toMatchObject({ code: 190 });
  });
});

describe('the size of a batch', () => {
  it('is halved when Meta says the request was too large, and doubles with every success', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'POST', count: 2, fault: { kind: 'error', code: 130_429 } });
    await rig.put(...people(500).map((n) => offender(n)));
    await rig.finish();
    expect(rig.calls('POST')).toEqual([200, 100, 50, 100, 200, 150]);
    expect(rig.listed()).toHaveLength(500);
    expect((await rig.control()).batchSize).toBeNull();
  });

  it('is halved until the one entry that spoils the request is alone; the others are blocked', async () => {
    const bad = `+${sender(6).id}`;
    await using rig = await Rig.open();
    const { api } = rig.deps;
    // Meta refuses the whole request for a value in it that it does not like, and does not say which.
    const block: typeof api.block = (number, targets) => {
      const spoilt = targets.some((target) => 'user' in target && target.user === bad);
      rig.simulator.control.clearFaults();
      if (spoilt) rig.simulator.control.addFault({ verb: 'POST', fault: { kind: 'error', code: 100 } });
      return api.block(number, targets);
    };
    rig.deps.api = { ...api, block };
    await rig.put(...people(16).map((n) => offender(n)));
    await rig.finish();
    const rest = people(16).filter((n) => n !== 6);
    expect(await rig.status(6)).toBe('refused');
    expect(new Set(await rig.statuses(...rest))).toEqual(new Set(['blocked']));
    expect(rig.calls('POST').length).toBeLessThanOrEqual(16);
  });
});

describe('a number that is slowed down', () => {
  it.each([4, 80_007])(
    'by rate limit %d rests at least a minute, longer with every refusal',
    async (code) => {
      await using rig = await Rig.open();
      rig.simulator.control.addFault({ verb: 'POST', count: 2, fault: { kind: 'error', code } });
      await rig.put(offender(1));
      expect(await rig.run()).toBe('waiting');
      expect((await rig.control()).backoffUntil).toBeGreaterThanOrEqual(NOON + MINUTE);
      rig.now += 59 * SECOND;
      expect(await rig.run()).toBe('waiting');
      expect(rig.calls('POST')).toHaveLength(1);
      await rig.finish();
      expect(rig.calls('POST')).toHaveLength(3);
      expect(await rig.status(1)).toBe('blocked');
      expect(await rig.control()).toMatchObject({ backoffUntil: 0, failures: 0 });
    },
  );

  it('rests as long as Retry-After says', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({
      verb: 'POST',
      count: 1,
      fault: { kind: 'error', code: 4, retryAfterSeconds: 600 },
    });
    await rig.put(offender(1));
    await rig.run();
    expect((await rig.control()).backoffUntil).toBeGreaterThanOrEqual(NOON + 10 * MINUTE);
  });

  it('by an outage is called ever more rarely, and catches up afterwards', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'POST', fault: { kind: 'html', status: 503 } });
    await rig.put(...people(300).map((n) => offender(n, { desired: { kind: 'permanent' } })));
    for (let minute = 0; minute < 60; minute += 1) {
      await rig.run();
      rig.now += MINUTE;
    }
    expect(rig.calls('POST').length).toBeLessThan(40);
    rig.simulator.control.heal();
    await rig.finish();
    expect(rig.listed()).toHaveLength(300);
    expect(rig.now).toBeLessThan(NOON + 3 * HOUR);
  });

  it('a run that finds no end of work gives the number back after half a minute', async () => {
    await using rig = await Rig.open({ deps: { batchSize: 1 } });
    const { api } = rig.deps;
    rig.deps.api = {
      ...api,
      block: (number, targets) => {
        rig.now += 10 * SECOND;
        return api.block(number, targets);
      },
    };
    await rig.put(...people(10).map((n) => offender(n)));
    expect(await rig.run()).toBe('more');
    expect(rig.calls('POST')).toHaveLength(4);
    expect(await rig.run()).toBe('more');
    expect(await rig.run()).toBe('idle');
    expect(rig.listed()).toHaveLength(10);
  });
});
