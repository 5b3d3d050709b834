import { describe, expect, it } from '@jest/globals';
import type { BrakePolicy } from '../../src/core/policy.ts';
import type { Ruleset } from '../../src/core/ruleset.ts';
import { DAY, HOUR, hit, MINUTE, policy, ruleset, SECOND } from '../core/builders.ts';
import { crowd, World } from './world.ts';

const limits: BrakePolicy = {
  establishedSenders: { count: 5, withinMs: 10 * MINUTE },
  shareOfActiveSenders: 0.2,
  minBlocks: 30,
  blocksPerMinute: 40,
};
/** As if there were no brake. */
const NONE: BrakePolicy = {
  establishedSenders: { count: 1_000_000, withinMs: MINUTE },
  shareOfActiveSenders: 1,
  minBlocks: 1_000_000,
  blocksPerMinute: 1_000_000,
};
/** A careless rule: it matches every text with an "e". */
function careless(brake = limits, hash = 'careless-1', then: 'cooldown' | 'block' = 'cooldown'): Ruleset {
  const rule = {
    id: 'careless',
    evaluate: ({ message }: { message: { text: string } }) =>
      hit('careless', {
        score: 0,
        matched: message.text.includes('e'),
        then: { action: then, cooldownMs: then === 'block' ? null : 6 * HOUR },
      }),
  };
  return ruleset([rule], { hash, policy: policy({ brake }) });
}
/** Customers who wrote two days ago, and newcomers, all of whom write something harmless now. */
async function everybodyWrites(world: World, { established = 200, newcomers = 200 } = {}): Promise<void> {
  world.rig.now -= 2 * DAY;
  await world.write(crowd(established), 'okay');
  world.rig.now += 2 * DAY;
  for (let n = 0; n < 8; n += 1) {
    await world.write(crowd(established / 8, 1 + (n * established) / 8), 'where is my order?');
    await world.write(crowd(newcomers / 8, 1_001 + (n * newcomers) / 8), 'hello there');
    await world.wait(15 * SECOND);
  }
}

describe('a rule that matches everybody', () => {
  it('blocks no more people than the brake allows, and the others stay held whatever time goes by', async () => {
    await using world = await World.open(careless());
    await everybodyWrites(world);
    const blocked = world.blocked();
    expect(blocked).toBeGreaterThan(0);
    expect(blocked).toBeLessThanOrEqual(45);
    const established = crowd(200).filter((who) => world.isBlocked(who)).length;
    expect(established).toBeLessThanOrEqual(5);
    const { trips } = await world.brake();
    expect(trips).toMatchObject([{ rule: 'careless', held: 400 - blocked, rulesetHash: 'careless-1' }]);
    const alarms = world.rig.told.filter((line) => line.startsWith('brake '));
    expect(alarms.at(-1)).toBe(`brake careless ${400 - blocked}`);

    // Neither time nor edited rules let anybody go.
    await world.wait(2 * HOUR);
    world.rules = careless(limits, 'careless-2');
    await world.wait(2 * HOUR);
    expect(world.blocked()).toBe(blocked);
    expect(await world.status(200)).toBe('held');
  });

  it('without the brake blocks everybody', async () => {
    await using world = await World.open(careless(NONE));
    await everybodyWrites(world);
    expect(world.blocked()).toBe(400);
  });

  it('with two versions of it at work at once blocks each version’s share at most', async () => {
    await using world = await World.open(careless());
    world.rig.now -= 2 * DAY;
    await world.write(crowd(200), 'okay');
    world.rig.now += 2 * DAY;
    const other = careless(limits, 'careless-2');
    for (let n = 0; n < 20; n += 1) {
      const both = [world.rules, other];
      await world.write(crowd(10, 1 + n * 10), 'hello', both[n % 2]);
      await world.wait(2 * SECOND);
    }
    expect(world.blocked()).toBeLessThanOrEqual(10);
  });

  it('what was held to its end leaves neither a block nor a strike', async () => {
    await using world = await World.open(careless());
    await everybodyWrites(world);
    expect([await world.status(200), await world.strikes(200)]).toEqual(['held', 1]);
    const free = crowd(200).find((who) => world.isBlocked(who));
    await world.wait(6 * HOUR + MINUTE);
    expect([await world.status(200), await world.strikes(200)]).toEqual(['none', 0]);
    expect(world.blocked()).toBe(0);
    // Whom the brake let through has had the block, and keeps the strike.
    expect(await world.strikes(free!)).toBe(1);
  });

  it('what was held for good is dropped after a week', async () => {
    await using world = await World.open(careless(limits, 'careless-1', 'block'));
    await everybodyWrites(world, { established: 40, newcomers: 8 });
    const blocked = world.blocked();
    await world.wait(7 * DAY - MINUTE - 2 * MINUTE);
    expect(await world.status(40)).toBe('held');
    await world.wait(4 * MINUTE);
    expect([await world.status(40), await world.strikes(40)]).toEqual(['none', 0]);
    expect(world.blocked()).toBe(blocked);
  });
});

describe('an operator', () => {
  it('releases a rule: held blocks are made, so many a minute, end on time, and the rule may block again', async () => {
    await using world = await World.open(careless());
    await everybodyWrites(world, { established: 80, newcomers: 8 });
    const before = world.blocked();
    const held = 88 - before;
    expect(await world.release('other', 20)).toEqual([]);
    const released = await world.release('careless', 20);
    expect(released).toHaveLength(held);
    await world.enforce();
    expect(world.blocked()).toBe(before + 20);
    await world.wait(MINUTE);
    expect(world.blocked()).toBe(before + 40);
    await world.wait(Math.ceil(held / 20) * MINUTE);
    expect(world.blocked()).toBe(88);
    expect(await world.audited('operator')).toHaveLength(held);
    expect((await world.brake()).trips).toEqual([]);

    await world.write([500], 'hello');
    await world.enforce();
    expect(world.isBlocked(500)).toBe(true);
    await world.wait(6 * HOUR);
    expect(world.blocked()).toBe(0);
  });

  it('releases what Meta takes no more: it is armed, and fires at the next message', async () => {
    await using world = await World.open(careless(limits, 'careless-1', 'block'));
    await everybodyWrites(world, { established: 40, newcomers: 8 });
    await world.wait(2 * DAY);
    await world.release('careless', 1_000);
    await world.enforce();
    expect([await world.status(40), world.isBlocked(40)]).toEqual(['armed', false]);
    await world.write([40], 'ok');
    await world.enforce();
    expect(world.isBlocked(40)).toBe(true);
  });

  it('drops what is held and lifts what was blocked, by one undo; nobody is counted as held any more', async () => {
    await using world = await World.open(careless());
    await everybodyWrites(world);
    world.rules = ruleset([], { hash: 'mended', policy: policy({ brake: limits }) });
    await world.undo('careless');
    await world.enforce();
    expect(world.blocked()).toBe(0);
    const statuses = await Promise.all(crowd(200).map((who) => world.status(who)));
    expect(new Set(statuses)).toEqual(new Set(['none']));
    expect((await world.brake()).trips).toMatchObject([{ held: 0 }]);
  });
});
