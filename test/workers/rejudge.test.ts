import { describe, expect, it } from '@jest/globals';
import { isOutdated } from '../../src/core/ledger/rejudge.ts';
import type { Ruleset } from '../../src/core/ruleset.ts';
import { DAY, evaluation, HOUR, policy, ruleset } from '../core/builders.ts';
import { wordRule } from './rig.ts';
import { World } from './world.ts';

/** A cooldown of three days, so that what is armed outlives Meta's window. */
const longer = policy({ ladder: { ...policy().ladder, stepsMs: [3 * DAY], capMs: 3 * DAY } });
const rules = (hash: string, ...words: string[]): Ruleset =>
  ruleset(
    words.map((word) => wordRule(word)),
    { hash, policy: longer },
  );

/** Somebody who wrote something the rule minded, and whom Meta could not take in time. */
async function withArmed(): Promise<World> {
  const world = await World.open(rules('rules-1', 'bad', 'good'));
  await world.write([1], 'bad');
  world.rig.now += DAY + HOUR;
  await world.enforce();
  expect(await world.status(1)).toBe('armed');
  return world;
}

describe('an armed block whose sender writes again', () => {
  it('fires by the rules that made it', async () => {
    await using world = await withArmed();
    await world.write([1], 'hello');
    await world.enforce();
    expect(world.isBlocked(1)).toBe(true);
  });

  it('fires by edited rules that would still make it', async () => {
    await using world = await withArmed();
    world.rules = rules('rules-2', 'bad', 'other');
    await world.write([1], 'hello');
    await world.enforce();
    expect(world.isBlocked(1)).toBe(true);
  });

  it('is dropped with its strike when its rule is gone, and that is audited', async () => {
    await using world = await withArmed();
    world.rules = rules('rules-2', 'good');
    const looked = isOutdated(
      (await world.rig.entry(1))!,
      { ...evaluation(), rulesetHash: 'rules-2' },
      longer,
    );
    expect(looked).toBe(true);
    await world.write([1], 'hello');
    await world.enforce();
    expect([world.isBlocked(1), await world.status(1), await world.strikes(1)]).toEqual([false, 'none', 0]);
    expect(world.rig.told).toContain('m2 allow/withdrawn');
    expect(await world.audited('withdrawn')).toMatchObject([
      { episode: 'm1', rules: ['bad'], rulesetHash: 'rules-1', at: world.now },
    ]);
  });

  it('would fire without that look: the old rules’ hash is what tells', async () => {
    await using world = await withArmed();
    // The same empty rules under the old name: nothing is looked at again.
    world.rules = rules('rules-1', 'good');
    await world.write([1], 'hello');
    await world.enforce();
    expect(world.isBlocked(1)).toBe(true);
  });

  it('gives way to the new offence when they offend by the rules in force', async () => {
    await using world = await withArmed();
    world.rules = rules('rules-2', 'good');
    await world.write([1], 'good');
    await world.enforce();
    expect(world.isBlocked(1)).toBe(true);
    expect(await world.rig.entry(1)).toMatchObject({
      episode: { id: 'm2', rules: ['good'], rulesetHash: 'rules-2' },
      strikesTotal: 1,
    });
    expect(await world.audited('withdrawn')).toHaveLength(1);
  });
});
