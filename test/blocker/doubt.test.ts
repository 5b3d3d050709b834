import { describe, expect, it } from '@jest/globals';
import type { FaultPlan } from '../../src/simulator/server.ts';
import { DAY, HOUR, NOON } from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, people, Rig } from './rig.ts';

const END = NOON + HOUR;
type Fault = FaultPlan['fault'];

/** Ways to lose an answer, and whether Meta did what was asked. */
const losses: [what: string, fault: Fault, done: boolean][] = [
  ['a reset before Meta looked', { kind: 'reset', when: 'before' }, false],
  ['a reset after Meta was done', { kind: 'reset', when: 'after' }, true],
  ['an answer broken off midway', { kind: 'reset', when: 'midway' }, true],
  ['an HTML page from a proxy', { kind: 'html', status: 502 }, false],
  ['an HTML page after Meta was done', { kind: 'html', status: 504, when: 'after' }, true],
  ['an internal error before Meta was done', { kind: 'error', code: 131_000 }, false],
  ['an internal error after Meta was done', { kind: 'error', code: 131_000, when: 'after' }, true],
  ['everybody left out, nothing done', { kind: 'omit', share: 1, applied: false }, false],
  ['everybody left out, all done', { kind: 'omit', share: 1, applied: true }, true],
];

describe('an answer that was lost', () => {
  it.each(losses)('to a block: %s', async (_, fault, done) => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'POST', count: 1, fault });
    await rig.put(...people(3).map((n) => offender(n)));
    await rig.finish();
    expect(await rig.statuses(1, 2, 3)).toEqual(['blocked', 'blocked', 'blocked']);
    expect(rig.listed()).toHaveLength(3);
    // What the list showed to be done is not done again; each is in the journal, however it came to be known.
    expect(rig.calls('POST')).toHaveLength(done ? 1 : 2);
    expect(new Set(rig.journal.map(({ senderId }) => senderId)).size).toBe(3);
    expect((await rig.entry(idOf(1))).strikesTotal).toBe(1);
  });

  it.each(losses)('to a lift: %s', async (_, fault, done) => {
    await using rig = await Rig.open();
    for (const n of people(3)) rig.simulator.control.block(NUMBER, idOf(n));
    rig.simulator.control.addFault({ verb: 'DELETE', count: 1, fault });
    await rig.put(...people(3).map((n) => inmate(n)));
    rig.now = END;
    await rig.finish();
    expect(await rig.statuses(1, 2, 3)).toEqual(['none', 'none', 'none']);
    expect(rig.listed()).toEqual([]);
    expect(rig.calls('DELETE')).toHaveLength(done ? 1 : 2);
    expect(rig.journal.filter(({ op }) => op === 'lift')).toHaveLength(3);
  });

  it('never comes: the call is given up, and the list tells', async () => {
    await using rig = await Rig.open({ timeoutMs: 250 });
    rig.simulator.control.addFault({ verb: 'POST', count: 1, fault: { kind: 'hang', when: 'after' } });
    await rig.put(offender(1));
    await rig.run();
    expect(rig.told).toContain('called block no-answer');
    await rig.finish();
    expect(await rig.status(1)).toBe('blocked');
    expect(rig.calls('POST')).toHaveLength(1);
  });

  it('surely did nothing when the connection was never made', async () => {
    await using rig = await Rig.open();
    await rig.put(offender(1));
    await rig.simulator.close();
    expect(await rig.run()).toBe('waiting');
    expect(await rig.status(1)).toBe('due');
    expect(await rig.entry(idOf(1))).toMatchObject({ actual: 'absent', failures: 1 });
  });
});

describe('a doubt', () => {
  it('is settled by the whole list, however many pages it has', async () => {
    await using rig = await Rig.open({ simulator: { maxPageSize: 10 } });
    for (const n of people(45)) rig.simulator.control.block(NUMBER, idOf(n));
    await rig.put(...people(60).map((n) => offender(n, { actual: 'unknown' })));
    await rig.run();
    expect(new Set(await rig.statuses(...people(45)))).toEqual(new Set(['blocked']));
    // Those missing from the list are still wanted, and blocked again.
    expect(new Set(await rig.statuses(...people(15, 46)))).toEqual(new Set(['blocked']));
    expect(rig.calls('POST')).toEqual([15]);
    expect(rig.listed()).toHaveLength(60);
  });

  it('waits while the list changes under the reader, then is settled', async () => {
    await using rig = await Rig.open({ simulator: { maxPageSize: 10 } });
    for (const n of people(25)) rig.simulator.control.block(NUMBER, idOf(n));
    rig.simulator.control.addFault({
      verb: 'GET',
      skip: 1,
      count: 3,
      fault: { kind: 'error', code: 139_102 },
    });
    await rig.put(inmate(7, { actual: 'unknown' }));
    await rig.finish();
    expect(await rig.status(7)).toBe('blocked');
    expect(rig.calls('POST')).toEqual([]);
  });

  it('of somebody past the deadline never makes them armed before the list was read', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'GET', count: 2, fault: { kind: 'html', status: 500 } });
    await rig.put(offender(1, { actual: 'unknown', deadlineAt: NOON, desired: { kind: 'permanent' } }));
    await rig.run();
    expect(await rig.status(1)).toBe('unknown');
    await rig.finish();
    expect(await rig.status(1)).toBe('armed');
  });

  it('of somebody Meta never answers about does not make us call without end', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ fault: { kind: 'omit', share: 1, applied: false } });
    rig.simulator.control.block(NUMBER, idOf(2));
    await rig.put(
      offender(1, { desired: { kind: 'permanent' } }),
      inmate(2, { desired: { kind: 'until', at: NOON } }),
    );
    for (let minute = 0; minute < 30; minute += 1) {
      await rig.run();
      rig.now += 60_000;
    }
    expect(rig.calls('POST').length).toBeLessThan(25);
    expect(rig.calls('DELETE').length).toBeLessThan(25);
    rig.simulator.control.heal();
    await rig.finish();
    expect(rig.listed()).toEqual([idOf(1)]);
  });

  it('of an abandoned call is looked into when its claim has expired, not before', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.put(
      offender(1, {
        attempt: { direction: 'block', token: 'gone', expiresAt: NOON + 8_000 },
        target: { user: `+${idOf(1)}` },
      }),
    );
    expect(await rig.run()).toBe('idle');
    expect(rig.simulator.control.requests()).toEqual([]);
    rig.now = NOON + 8_000;
    await rig.run();
    expect(await rig.status(1)).toBe('blocked');
    expect(rig.calls('POST')).toEqual([]);
  });

  it('that ended while nobody looked is lifted, not forgotten', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.block(NUMBER, idOf(1));
    await rig.put(inmate(1, { actual: 'unknown' }));
    rig.now = END + DAY;
    await rig.finish();
    expect(rig.listed()).toEqual([]);
    expect(await rig.status(1)).toBe('none');
  });
});
