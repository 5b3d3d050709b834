import { describe, expect, it } from '@jest/globals';
import { verified } from '../../src/core/ledger/enforcement.ts';
import { noteInbound } from '../../src/core/ledger/moderation.ts';
import { DAY, HOUR, message, MINUTE, NOON, sender } from '../core/builders.ts';
import { idOf, inmate, NUMBER, people, Rig } from './rig.ts';

/** People 1 … count, blocked for a day as the ledger says and as Meta does. */
async function blockedRig(count: number): Promise<Rig> {
  const rig = await Rig.open();
  for (const n of people(count)) rig.simulator.control.block(NUMBER, idOf(n));
  await rig.put(...people(count).map((n) => inmate(n, { desired: { kind: 'until', at: NOON + DAY } })));
  return rig;
}
const liftAtMeta = (rig: Rig, count: number): void => {
  for (const n of people(count)) rig.simulator.control.lift(NUMBER, idOf(n));
};

describe('a block of ours that somebody lifted at Meta', () => {
  it('is looked at twice, then let go with a lift in the journal, and never made again', async () => {
    await using rig = await blockedRig(3);
    liftAtMeta(rig, 1);
    expect((await rig.compared()).report.counts).toMatchObject({ missing: 1, agreed: 2 });
    expect(await rig.statuses(1, 2)).toEqual(['unknown', 'blocked']);
    await rig.run();
    expect(await rig.status(1)).toBe('unknown');
    rig.now += 5 * MINUTE;
    await rig.finish();
    expect(await rig.statuses(1, 2)).toEqual(['none', 'blocked']);
    expect(rig.told).toContain('missing 1 let-go');
    expect(rig.journal).toMatchObject([{ op: 'lift', senderId: idOf(1), target: { user: `+${idOf(1)}` } }]);
    expect((await rig.entry(idOf(1))).strikes).toHaveLength(1);
    expect(await rig.audit('missing')).toHaveLength(1);
    rig.now += HOUR;
    await rig.reconcile();
    await rig.finish();
    expect(rig.calls('POST')).toEqual([]);
  });

  it('back on the list at the second look, it stands', async () => {
    await using rig = await blockedRig(3);
    liftAtMeta(rig, 1);
    await rig.reconcile();
    rig.simulator.control.block(NUMBER, idOf(1));
    rig.now += 5 * MINUTE;
    await rig.finish();
    expect(await rig.status(1)).toBe('blocked');
    expect(rig.journal.filter(({ op }) => op === 'lift')).toEqual([]);
  });

  it('let go when its sender writes that they can write again, though no reconcile has looked', async () => {
    await using rig = await blockedRig(2);
    liftAtMeta(rig, 1);
    rig.now += HOUR;
    const thanks = message({ sender: sender(1), sentAt: rig.now, text: 'Thank you for letting me in' });
    await rig.put(noteInbound(await rig.entry(idOf(1)), thanks, rig.now));
    await rig.finish();
    expect(await rig.statuses(1, 2)).toEqual(['none', 'blocked']);
    expect(rig.calls('POST')).toEqual([]);
  });

  it('without the rule (the block taken for one that was never made) that customer would be blocked again', async () => {
    await using rig = await blockedRig(2);
    liftAtMeta(rig, 1);
    rig.now += HOUR;
    const entry = await rig.entry(idOf(1));
    const doubted = { ...entry, actual: 'unknown' as const, episode: { ...entry.episode!, settledAt: null } };
    await rig.put({ ...doubted, nextAttemptAt: rig.now });
    await rig.finish();
    expect(rig.calls('POST')).toEqual([1]);
    expect(verified(doubted, false, rig.now).desired.kind).toBe('until');
  });
});

describe('more blocks gone than anybody lifts by hand', () => {
  it('are left alone, told, and published until an operator lets them go', async () => {
    await using rig = await blockedRig(50);
    liftAtMeta(rig, 30);
    const { report } = await rig.compared();
    expect(report).toMatchObject({ suspended: 30, counts: { missing: 30, agreed: 20 } });
    expect(rig.told).toContain('suspended 30');
    expect((await rig.listings.reconciled(NUMBER)).report).toEqual(report);
    expect(new Set(await rig.statuses(...people(50)))).toEqual(new Set(['blocked']));

    expect((await rig.compared({ missing: 'let-go' })).report.suspended).toBe(0);
    await rig.finish();
    expect(new Set(await rig.statuses(...people(30)))).toEqual(new Set(['none']));
    expect(await rig.status(31)).toBe('blocked');
    expect(rig.journal.filter(({ op }) => op === 'lift')).toHaveLength(30);
    expect(rig.calls('POST')).toEqual([]);
  });

  it('are blocked again in the ordinary way when an operator says so: in the window at once, else armed', async () => {
    await using rig = await blockedRig(50);
    liftAtMeta(rig, 30);
    const late = await rig.entry(idOf(1));
    await rig.put({ ...late, deadlineAt: NOON });
    await rig.compared({ missing: 'block-again' });
    await rig.finish();
    expect(await rig.statuses(1, 2, 30, 31)).toEqual(['armed', 'blocked', 'blocked', 'blocked']);
    expect(rig.calls('POST')).toEqual([29]);
  });

  it('also those whose senders had written meanwhile, whom no single look lets go', async () => {
    await using rig = await blockedRig(30);
    liftAtMeta(rig, 30);
    for (const n of people(30)) await rig.put({ ...(await rig.entry(idOf(n))), actual: 'unknown' });
    await rig.run();
    expect(rig.told).toContain('missing 30 kept');
    expect(await rig.statuses(1, 30)).toEqual(['unknown', 'unknown']);
    await rig.compared({ missing: 'let-go' });
    expect(new Set(await rig.statuses(...people(30)))).toEqual(new Set(['none']));
  });

  it('without the limit a list that Meta lost would let everybody in', async () => {
    await using rig = await blockedRig(50);
    liftAtMeta(rig, 50);
    // As many openings as make 50 look like a few.
    rig.deps.numbers = { ...rig.deps.numbers, openCount: () => Promise.resolve(1_000) };
    for (const n of people(50)) await rig.put({ ...(await rig.entry(idOf(n))), actual: 'unknown' });
    await rig.run();
    expect(new Set(await rig.statuses(...people(50)))).toEqual(new Set(['none']));
  });
});
