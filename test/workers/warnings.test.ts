import { describe, expect, it } from '@jest/globals';
import type { NumberControl } from '../../src/blocker/number-control.ts';
import { FREE_CONTROL } from '../../src/blocker/number-control.ts';
import { SEND_WITHIN_MS, WARNING_GRACE_MS, WARNING_HOLD_MS } from '../../src/core/warning.ts';
import { DAY, HOUR, MINUTE, SECOND, wanted } from '../core/builders.ts';
import { idOf as offenderId, Rig as BlockerRig } from '../blocker/rig.ts';
import { chunk, idOf, NUMBER } from './rig.ts';
import { warnRules, WarningRig } from './warning-rig.ts';
import { crowd } from './world.ts';

const BEFORE_BLOCK = 'You are blocked for 1 h. Questions: https://your.shop/help';
const ALONE = 'Please stop. Questions: https://your.shop/help';

describe('a warning before a block', () => {
  it('is sent once, with length and address, and the block follows', async () => {
    await using rig = await WarningRig.open();
    const { world } = rig;
    await world.write([1], 'spam');
    expect(world.rig.told).toEqual(['m1 cooldown/opened', 'warn']);
    await world.enforce();
    expect(world.isBlocked(1)).toBe(false);
    await rig.warn();
    await rig.warn();
    expect(rig.texts()).toEqual([BEFORE_BLOCK]);
    expect(rig.receivers()).toEqual(['+15550000001']);
    expect(rig.told).toEqual(['sent ok', `flush in ${WARNING_GRACE_MS}`]);
    await world.wait(WARNING_GRACE_MS - 1);
    expect(world.isBlocked(1)).toBe(false);
    await world.wait(1);
    expect(world.isBlocked(1)).toBe(true);
    expect(await world.audited('warning')).toMatchObject([
      {
        senderId: idOf(1),
        result: 'sent',
        reason: 'ok',
        beforeBlock: true,
        messageId: 'm1',
        rules: ['spam'],
      },
    ]);
  });

  it('is not repeated in the time of the policy: the second block comes at once, the one after that time is announced again', async () => {
    await using rig = await WarningRig.open();
    const { world } = rig;
    await world.write([1], 'spam');
    await rig.warn();
    await world.wait(WARNING_GRACE_MS);
    await world.wait(HOUR);
    await world.wait(SECOND);
    expect(world.isBlocked(1)).toBe(false);
    await world.write([1], 'spam');
    await rig.warn();
    expect(rig.told.slice(2)).toEqual(['flush in 0']);
    await world.enforce();
    expect(world.isBlocked(1)).toBe(true);
    expect(rig.texts()).toHaveLength(1);
    expect(await rig.audited()).toEqual(['sent ok']);

    await world.wait(DAY);
    await world.wait(SECOND);
    await world.write([1], 'spam');
    await rig.warn();
    expect(rig.texts()).toHaveLength(2);
  });

  it('says of a block for good what the policy says', async () => {
    await using rig = await WarningRig.open(warnRules({ beforeBlock: 'For {{length}}! {{ appeal }}' }));
    await rig.world.write([1], 'never');
    await rig.warn();
    expect(rig.texts()).toEqual(['For an unlimited time! https://your.shop/help']);
  });

  it('is not sent unless the policy has words for it: then nobody waits', async () => {
    await using rig = await WarningRig.open(warnRules({ beforeBlock: null }));
    await rig.world.write([1], 'spam');
    expect(rig.world.rig.told).toEqual(['m1 cooldown/opened', 'flush']);
    await rig.world.enforce();
    expect(rig.world.isBlocked(1)).toBe(true);
  });

  it('goes to all offenders of a chunk, and to each of them once', async () => {
    await using rig = await WarningRig.open();
    await rig.world.write([1, 2, 1, 3, 1], 'spam');
    await rig.warn();
    expect(rig.receivers().sort()).toEqual(['+15550000001', '+15550000002', '+15550000003']);
  });

  it('is dropped when its block is: nobody hears of what does not happen', async () => {
    await using rig = await WarningRig.open();
    const { world } = rig;
    await world.write([1], 'spam');
    await world.undo('spam');
    await rig.warn();
    await world.wait(WARNING_HOLD_MS);
    expect([rig.texts(), await rig.audited(), world.blocked()]).toEqual([[], ['unsent outdated'], 0]);
  });
});

describe('a block whose warning fails', () => {
  it('is made although Meta never answers the warning', async () => {
    await using rig = await WarningRig.open(warnRules(), 100);
    const { world } = rig;
    world.simulator.control.addFault({ edge: 'messages', fault: { kind: 'hang' } });
    await world.write([1], 'spam');
    await rig.warn();
    expect(rig.told).toEqual(['unknown no-answer', `flush in ${WARNING_GRACE_MS}`]);
    await world.wait(WARNING_GRACE_MS);
    expect(world.isBlocked(1)).toBe(true);
    await world.wait(HOUR);
    await rig.warn();
    expect(world.simulator.control.requests().filter(({ edge }) => edge === 'messages')).toHaveLength(1);
  });

  it('is made after the stated time although nobody ever sends the warning', async () => {
    await using rig = await WarningRig.open();
    const { world } = rig;
    await world.write([1], 'spam');
    await world.wait(WARNING_HOLD_MS - 1);
    expect(world.isBlocked(1)).toBe(false);
    await world.wait(1);
    expect(world.isBlocked(1)).toBe(true);
    await rig.warn();
    expect([rig.texts(), await rig.audited()]).toEqual([[], ['unsent late']]);
  });

  it('would wait for ever if it waited for the warning and not for its own time', async () => {
    await using rig = await BlockerRig.open();
    await rig.put(wanted({ nextAttemptAt: Infinity }));
    rig.now += WARNING_HOLD_MS;
    await rig.run();
    expect(await rig.status(1)).toBe('due');
    await using bounded = await BlockerRig.open();
    await bounded.put(wanted({ nextAttemptAt: bounded.now + WARNING_HOLD_MS }));
    bounded.now += WARNING_HOLD_MS;
    await bounded.run();
    expect(bounded.listed()).toEqual([offenderId(1)]);
  });

  it.each(['warning-taken', 'warning-sent'] as const)(
    'is made although the process dies at "%s", and nobody is warned twice',
    async (point) => {
      await using rig = await WarningRig.open();
      const { world } = rig;
      await world.write([1], 'spam');
      const crashPoint = (at: string): void => {
        if (at === point) throw new Error('killed');
      };
      await expect(rig.warn({ crashPoint })).rejects.toThrow('killed');
      const sent = point === 'warning-sent' ? 1 : 0;
      await rig.warn();
      expect(rig.texts()).toHaveLength(sent);
      await world.wait(WARNING_HOLD_MS);
      expect(world.isBlocked(1)).toBe(true);
      await world.wait(10 * SECOND);
      expect(await rig.queue.waiting(NUMBER)).toBe(1);
      await rig.warn();
      expect(rig.texts()).toHaveLength(sent);
      expect(await rig.audited()).toEqual(['unknown lost']);
      expect(await rig.queue.waiting(NUMBER)).toBe(0);
    },
  );

  it.each([131_056, 130_403, 131_047, 131_042, 190, 131_016, 100])(
    'is made at once or after the grace when Meta answers %d',
    async (code) => {
      await using rig = await WarningRig.open();
      const { world } = rig;
      world.simulator.control.addFault({ edge: 'messages', fault: { kind: 'error', code } });
      await world.write([1], 'spam');
      await rig.warn();
      await world.wait(code === 131_016 ? WARNING_GRACE_MS : 0);
      expect(world.isBlocked(1)).toBe(true);
      expect((await rig.numbers.control<object>(NUMBER)) ?? FREE_CONTROL).toEqual(FREE_CONTROL);
    },
  );

  it('is made at once when there is no token to send with', async () => {
    await using rig = await WarningRig.open();
    await rig.world.write([1], 'spam');
    await rig.warn({ sendText: () => Promise.reject(new Error('The access token is empty.')) });
    expect(rig.told).toEqual(['alarm configuration -', 'refused configuration', 'flush in 0']);
    await rig.world.enforce();
    expect(rig.world.isBlocked(1)).toBe(true);
  });
});

describe('a warning alone', () => {
  it.each([
    ['a score', 'rude'],
    ['a rule that says so', 'named'],
  ])('is sent for %s, at most as often as the policy says, and blocks nobody', async (_, word) => {
    await using rig = await WarningRig.open(warnRules({ atMost: { count: 2, withinMs: DAY } }));
    const { world } = rig;
    for (let message = 0; message < 4; message += 1) {
      await world.write([1], word);
      await rig.warn();
      await world.wait(MINUTE);
    }
    expect(rig.texts()).toEqual([ALONE, ALONE]);
    expect([world.blocked(), await rig.audited()]).toEqual([0, ['sent ok', 'sent ok']]);
    expect(await rig.world.rig.entry(1)).toBeNull();
  });

  it('is sent once also when several processes send at once', async () => {
    await using rig = await WarningRig.open(warnRules({ perMinute: 1_000 }));
    const people = crowd(30);
    for (const word of ['rude', 'named']) await rig.world.write(people, word);
    let tokens = 0;
    const process = (name: string): Promise<void> => rig.warn({ newToken: () => `${name}-${(tokens += 1)}` });
    await Promise.all(['a', 'b', 'c'].map(process));
    expect(new Set(rig.receivers()).size).toBe(30);
    expect(rig.receivers()).toHaveLength(30);
  });

  it('leaves the announcement of a block to the block, when both are decided before it is sent', async () => {
    await using rig = await WarningRig.open();
    await rig.world.write([1], 'rude');
    await rig.world.write([1], 'spam');
    await rig.warn();
    expect(rig.texts()).toEqual([BEFORE_BLOCK]);
  });

  it('is not sent a minute later', async () => {
    await using rig = await WarningRig.open();
    await rig.world.write([1], 'rude');
    await rig.world.wait(MINUTE + 1);
    await rig.warn();
    expect([rig.texts(), await rig.audited()]).toEqual([[], ['unsent late']]);
  });
});

describe('nobody is written to', () => {
  it('in monitor mode: the record says who would be warned', async () => {
    await using rig = await WarningRig.open();
    const said = [
      { who: 1, text: 'rude', id: 'a' },
      { who: 2, text: 'spam', id: 'b' },
      { who: 3, text: 'hello', id: 'c' },
    ];
    await rig.world.rig.moderate(chunk(...said), { mode: 'monitor' });
    await rig.warn();
    expect([rig.texts(), await rig.queue.waiting(NUMBER)]).toEqual([[], 0]);
    expect(await rig.world.audited('decision')).toMatchObject([
      { action: 'warn', warning: 'watched' },
      { action: 'cooldown', warning: 'watched' },
    ]);
  });

  it('once the mode is monitor, not even for what was decided before', async () => {
    await using rig = await WarningRig.open();
    await rig.world.write([1], 'rude');
    await rig.warn({ mode: 'monitor' });
    expect([rig.texts(), rig.told]).toEqual([[], ['unsent monitor']]);
  });

  it('who is protected', async () => {
    await using rig = await WarningRig.open(warnRules({}, { protectedSenders: new Set([idOf(1)]) }));
    await rig.world.write([1], 'rude');
    await rig.world.write([1], 'spam');
    expect(await rig.queue.waiting(NUMBER)).toBe(0);
  });

  it('when Meta would take neither the warning nor much later the block: their window is about to close', async () => {
    await using rig = await WarningRig.open();
    const { world } = rig;
    const at = world.now - (DAY - 5 * MINUTE - WARNING_HOLD_MS);
    await world.rig.moderate(chunk({ who: 1, text: 'spam', id: 'old', at }));
    await world.rig.moderate(chunk({ who: 2, text: 'spam', id: 'older', at: at + SECOND }));
    expect(await rig.queue.waiting(NUMBER)).toBe(1);
    expect((await world.rig.entry(1))?.nextAttemptAt).toBe(world.now);
  });

  it('while the number is paused; its blocks are not held back by that', async () => {
    await using rig = await WarningRig.open();
    const { world } = rig;
    await rig.numbers.setControl(NUMBER, { ...FREE_CONTROL, backoffUntil: world.now + SECOND });
    await world.write([1], 'spam');
    await rig.warn();
    expect(rig.told).toEqual(['unsent paused', 'flush in 0']);
    expect((await world.rig.entry(1))?.nextAttemptAt).toBe(world.now);
    expect(SEND_WITHIN_MS).toBeLessThan(WARNING_HOLD_MS);
  });

  it.each<[string, (now: number) => Partial<NumberControl>]>([
    ["while Meta's list has no room", (now) => ({ fullUntil: now + MINUTE })],
    ['between two spaced calls', (now) => ({ pace: { percent: 97, at: now, until: now + MINUTE } })],
    ['while only blocks that cannot wait go', (now) => ({ pace: { percent: 97, at: now, until: now } })],
  ])('of a block that cannot follow: %s', async (_name, control) => {
    await using rig = await WarningRig.open();
    const { world } = rig;
    await rig.numbers.setControl(NUMBER, { ...FREE_CONTROL, ...control(world.now) });
    await world.write([1], 'spam');
    await rig.warn();
    expect(rig.texts()).toEqual([]);
    expect(rig.told).toEqual(['unsent paused', 'flush in 0']);
  });
});

describe('the bounds of a number', () => {
  it('let at most so many warnings a minute out; the rest is counted, and blocked without', async () => {
    await using rig = await WarningRig.open(warnRules({ perMinute: 2 }));
    const { world } = rig;
    await world.write(crowd(5), 'spam');
    await rig.warn();
    expect(rig.texts()).toHaveLength(2);
    expect((await rig.audited()).sort()).toEqual([
      ...['sent ok', 'sent ok', 'unsent flood', 'unsent flood', 'unsent flood'],
    ]);
    const stats = await rig.redis.hgetall(`${rig.base}:stats:20261014`);
    expect(stats).toMatchObject({ 'warning.sent': '2', 'warning.unsent': '3' });
    await world.enforce();
    expect(world.blocked()).toBe(3);
    await world.wait(WARNING_GRACE_MS);
    expect(world.blocked()).toBe(5);

    await world.wait(MINUTE);
    await world.write([6], 'spam');
    await rig.warn();
    expect(rig.texts()).toHaveLength(3);
  });

  it('switch warnings off for an hour when they cannot be paid for; blocking goes on', async () => {
    await using rig = await WarningRig.open();
    const { world } = rig;
    world.simulator.control.addFault({ edge: 'messages', fault: { kind: 'error', code: 131_042 } });
    await world.write([1], 'spam');
    await rig.warn();
    await world.write([2], 'spam');
    await rig.warn();
    expect(rig.told).toEqual([
      ...[`off billing 131042 for ${HOUR}`, 'refused billing', 'flush in 0', 'unsent off', 'flush in 0'],
    ]);
    expect(await rig.queue.off(NUMBER, world.now)).toMatchObject({ reason: 'billing', code: 131_042 });
    await world.enforce();
    expect(world.blocked()).toBe(2);

    world.simulator.control.clearFaults();
    await world.wait(HOUR);
    expect(await rig.queue.off(NUMBER, world.now)).toBeNull();
    await world.write([3], 'spam');
    await rig.warn();
    expect(rig.receivers()).toEqual(['+15550000003']);
  });
});
