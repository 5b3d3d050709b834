import { describe, expect, it } from '@jest/globals';
import { noteInbound } from '../../src/core/ledger/moderation.ts';
import { DAY, entry, HOUR, message, MINUTE, NOON, SECOND, sender } from '../core/builders.ts';
import { idOf, NUMBER, offender, people, Rig } from './rig.ts';

const parsed = (line: string): unknown => JSON.parse(line);

describe('blocking', () => {
  it('blocks everybody due in one call, settles and journals each', async () => {
    await using rig = await Rig.open();
    await rig.put(...people(3).map((n) => offender(n)), offender(4, { desired: { kind: 'permanent' } }));
    expect(await rig.run()).toBe('idle');
    expect(rig.calls('POST')).toEqual([4]);
    expect(rig.listed()).toEqual(people(4).map(idOf));
    expect(await rig.statuses(1, 2, 3, 4)).toEqual(['blocked', 'blocked', 'blocked', 'blocked']);
    expect(rig.journal[0]).toEqual({
      at: NOON,
      phoneNumberId: NUMBER,
      op: 'block',
      senderId: idOf(1),
      target: { user: `+${idOf(1)}` },
      until: NOON + HOUR,
      rules: ['lures'],
    });
    expect(rig.journal.map(({ until }) => until)).toEqual([NOON + HOUR, NOON + HOUR, NOON + HOUR, null]);
    expect(await rig.run()).toBe('idle');
    expect(rig.calls('POST')).toHaveLength(1);
  });

  it('serves a thousand in batches no larger than configured', async () => {
    await using rig = await Rig.open();
    await rig.put(...people(1_000).map((n) => offender(n)));
    expect(await rig.run()).toBe('idle');
    expect(rig.calls('POST')).toEqual([200, 200, 200, 200, 200]);
    expect(rig.listed()).toHaveLength(1_000);
    expect(rig.journal).toHaveLength(1_000);
  });

  it('serves those nearest their deadline first', async () => {
    await using rig = await Rig.open({ deps: { batchSize: 1 } });
    const late = { deadlineAt: NOON + MINUTE, nextAttemptAt: NOON };
    await rig.put(
      offender(1, { nextAttemptAt: NOON - HOUR }),
      offender(2, late),
      offender(3, { nextAttemptAt: NOON - HOUR }),
    );
    await rig.run();
    expect(rig.simulator.control.log().map(({ waId }) => waId)).toEqual([idOf(2), idOf(1), idOf(3)]);
  });

  it('names somebody without a phone by BSUID', async () => {
    await using rig = await Rig.open();
    const userId = 'US.90000000000000000123';
    await rig.put(offender(1, { senderId: userId, phone: null, userId }));
    await rig.run();
    expect(rig.simulator.control.log()).toMatchObject([{ input: userId, op: 'block' }]);
    expect((await rig.entry(userId)).target).toEqual({ user_id: userId });
  });

  it.each([100, 131_009])(
    'a phone Meta answers with %i is tried once more as a BSUID, in the same run',
    async (code) => {
      await using rig = await Rig.open();
      const userId = 'US.90000000000000000123';
      rig.simulator.control.addFault({ verb: 'POST', count: 1, fault: { kind: 'partial', share: 1, code } });
      await rig.put(offender(1, { userId }));
      expect(await rig.run()).toBe('idle');
      expect(await rig.status(1)).toBe('blocked');
      expect(rig.journal).toMatchObject([{ op: 'block', target: { user_id: userId } }]);

      rig.now = NOON + HOUR;
      await rig.run();
      expect(rig.simulator.control.log()).toMatchObject([
        { input: userId, op: 'block' },
        { input: userId, op: 'lift' },
      ]);
    },
  );

  it('with neither identifier taken the sender is refused, after one call for each', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'POST', fault: { kind: 'partial', share: 1, code: 100 } });
    await rig.put(offender(1, { userId: 'US.90000000000000000123' }));
    expect(await rig.run()).toBe('idle');
    expect(await rig.status(1)).toBe('refused');
    expect(rig.calls('POST')).toEqual([1, 1]);
  });

  it('of a partial failure only those who failed are called again', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({
      verb: 'POST',
      count: 1,
      fault: { kind: 'partial', share: 0.3, code: 139_103 },
    });
    await rig.put(...people(50).map((n) => offender(n)));
    await rig.finish();
    const [first, second] = rig.calls('POST');
    expect(first).toBe(50);
    expect(second).toBeGreaterThan(0);
    expect(second).toBeLessThan(30);
    expect(rig.listed()).toHaveLength(50);
    expect(rig.simulator.control.log()).toHaveLength(50);
  });

  it('somebody outside the 24-hour window is armed and blocked at their next message', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.inbound({ phone: idOf(2), at: NOON - DAY - MINUTE });
    await rig.put(offender(1), offender(2, { desired: { kind: 'permanent' } }));
    expect(await rig.run()).toBe('idle');
    expect(await rig.statuses(1, 2)).toEqual(['blocked', 'armed']);
    rig.now += 3 * HOUR;
    await rig.run();
    expect(rig.calls('POST')).toEqual([2]);

    const wrote = message({ id: 'wamid.next', sender: sender(2), sentAt: rig.now });
    rig.simulator.control.inbound({ phone: idOf(2) });
    await rig.put(noteInbound(await rig.entry(idOf(2)), wrote, rig.now));
    await rig.run();
    expect(await rig.status(2)).toBe('blocked');
  });

  it('somebody past the deadline is armed without a call', async () => {
    await using rig = await Rig.open();
    await rig.put(offender(1, { deadlineAt: NOON, desired: { kind: 'permanent' } }));
    expect(await rig.run()).toBe('idle');
    expect(rig.calls('POST')).toEqual([]);
    expect(await rig.status(1)).toBe('armed');
  });

  it('our own number is refused for good, said aloud, and keeps nobody else', async () => {
    await using rig = await Rig.open({ simulator: { businessNumbers: { [NUMBER]: idOf(2) } } });
    await rig.put(...people(3).map((n) => offender(n)));
    await rig.finish();
    expect(await rig.statuses(1, 2, 3)).toEqual(['blocked', 'refused', 'blocked']);
    expect(rig.told).toContain('alarm own-number 131021');
    expect(rig.calls('POST')).toEqual([3]);
  });

  it('an identifier Meta would not take is refused without a call', async () => {
    await using rig = await Rig.open();
    await rig.put(offender(1, { phone: '0123' }), offender(2));
    await rig.run();
    expect(await rig.statuses(1, 2)).toEqual(['refused', 'blocked']);
    expect(rig.calls('POST')).toEqual([1]);
  });

  it('a full list is tried again later, and said aloud', async () => {
    await using rig = await Rig.open({ simulator: { listCap: 2 } });
    await rig.put(...people(3).map((n) => offender(n)));
    await rig.run();
    expect(rig.listed()).toHaveLength(2);
    expect((await rig.control()).fullUntil).toBe(NOON + 15 * MINUTE);
    expect(rig.told.some((line) => line.startsWith('alarm list-full'))).toBe(true);
    rig.now += HOUR;
    await rig.finish();
    // The first two cooldowns have ended by now, so has the third: nobody is left.
    expect(await rig.statuses(1, 2, 3)).toEqual(['none', 'none', 'none']);
    expect(rig.listed()).toEqual([]);
  });

  it('in monitor mode nobody is blocked, and whoever is due is held', async () => {
    await using rig = await Rig.open({ deps: { mode: 'monitor' } });
    await rig.put(offender(1));
    expect(await rig.run()).toBe('idle');
    expect(await rig.status(1)).toBe('held');
    expect(rig.simulator.control.requests()).toEqual([]);
    const about = { senderId: idOf(1), rules: ['lures'] };
    expect((await rig.audit('held')).map(parsed)).toEqual([{ kind: 'held', at: NOON, ...about }]);
    expect(await rig.audit('ended')).toEqual([]);
    rig.now += HOUR;
    await rig.run();
    expect((await rig.audit('ended')).map(parsed)).toEqual([{ kind: 'ended', at: rig.now, ...about }]);
    expect(await rig.entry(idOf(1))).toMatchObject({ episode: null, endedAt: rig.now, strikesTotal: 1 });
  });

  it('an episode whose time ran out before it could be blocked is closed without a call', async () => {
    await using rig = await Rig.open();
    await rig.put(offender(1, { desired: { kind: 'until', at: NOON - SECOND } }));
    expect(await rig.run()).toBe('idle');
    expect(await rig.status(1)).toBe('none');
    expect(rig.simulator.control.requests()).toEqual([]);
  });

  it('leaves rows that owe nothing alone', async () => {
    await using rig = await Rig.open();
    await rig.put(entry({ senderId: 'x', owner: 'foreign', actual: 'blocked' }), entry({ senderId: 'y' }));
    expect(await rig.run()).toBe('idle');
    expect(rig.simulator.control.requests()).toEqual([]);
  });
});
