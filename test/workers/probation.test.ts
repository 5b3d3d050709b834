import { describe, expect, it } from '@jest/globals';
import { lift } from '../../src/core/ledger/operator.ts';
import { probationUntil } from '../../src/core/probation.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { testRedis } from '../helpers/redis.ts';
import { DAY, HOUR, MINUTE, NOON, rulesetOf, SECOND } from '../timeline/rig.ts';
import { NUMBER } from './rig.ts';
import { World } from './world.ts';

const WHO = 7;
const RULES = `rules:
  - { id: spam, score: 8, when: { text.words: spam } }
  - { id: shady, score: 5, when: { text.words: shady } }
  - { id: odd, score: 2, when: { text.words: odd } }
`;
const policy = (probation: string): string => `actions:
  cooldown: { ladder: [1h, 2h], jitter: 0% }
  ${probation}
brake: { established_senders: 100 per 10m, share_of_active_senders: 100% }`;
const ON = 'probation: { for: 7d, flag: { at: 2 }, cooldown: { at: 5 }, block: { at: 15 } }';
const open = (probation = ON): Promise<World> => World.open(rulesetOf(policy(probation), RULES));

/** Offends, is blocked, and let in again at the end. */
async function served(world: World): Promise<number> {
  await world.write([WHO], 'spam');
  await world.enforce();
  expect(world.isBlocked(WHO)).toBe(true);
  await world.wait(HOUR);
  expect(world.isBlocked(WHO)).toBe(false);
  return world.now;
}
const said = async (world: World, text: string): Promise<string> => {
  await world.write([WHO], text);
  await world.enforce();
  return (
    world.rig.told
      .filter((line) => line !== 'flush')
      .at(-1)
      ?.replace(/^\S+ /, '') ?? ''
  );
};

describe('after a block, a sender is on probation', () => {
  it('for as long as the policy says: what is a flag for others blocks them', async () => {
    await using world = await open();
    expect(await said(world, 'shady')).toBe('flag/-');
    const endedAt = await served(world);
    world.rig.now = endedAt + 7 * DAY - SECOND;
    expect(await said(world, 'odd')).toBe('flag/-');
    expect(await said(world, 'shady')).toBe('cooldown/opened');
    expect(world.isBlocked(WHO)).toBe(true);
    // The second strike, so the second step.
    expect((await world.rig.entry(WHO))?.desired).toEqual({ kind: 'until', at: world.now + 2 * HOUR });

    const until = endedAt + 7 * DAY;
    const note =
      'on probation: flag at 2 instead of 3, cooldown at 5 instead of 8, block at 15 instead of 20';
    expect((await world.rig.entry(WHO))?.episode?.reasons.at(-1)).toBe(note);
    const decisions = await world.audited('decision');
    expect(decisions.map(({ action, probation }) => [action, probation])).toEqual([
      ['flag', undefined],
      ['cooldown', undefined],
      ['flag', { until, instead: 'allow' }],
      ['cooldown', { until, instead: 'flag' }],
    ]);
  });

  it('and no longer', async () => {
    await using world = await open();
    const endedAt = await served(world);
    world.rig.now = endedAt + 7 * DAY;
    expect(await said(world, 'odd')).toBe('allow/-');
    expect(await said(world, 'shady')).toBe('flag/-');
    expect(world.isBlocked(WHO)).toBe(false);
  });

  it('and is not where the policy has none, or none for this number', async () => {
    for (const none of ['', `probation: off`]) {
      await using world = await open(none);
      await served(world);
      expect(await said(world, 'shady')).toBe('flag/-');
    }
    const own = `${policy(ON)}\nnumbers: { '${NUMBER}': { actions: { probation: off } } }`;
    await using world = await World.open(rulesetOf(own, RULES));
    await served(world);
    expect(await said(world, 'shady')).toBe('flag/-');
  });

  it('until the rule that caused the block is undone', async () => {
    await using world = await open();
    await served(world);
    world.rig.now += MINUTE;
    expect(probationUntil(await world.rig.entry(WHO), world.now)).not.toBeNull();
    expect(await world.undo('spam')).toMatchObject([{ strikes: 1 }]);
    expect(probationUntil(await world.rig.entry(WHO), world.now)).toBeNull();
    world.rig.now += SECOND;
    expect(await said(world, 'shady')).toBe('flag/-');
  });

  it('and when it is, who was blocked only for being on probation is let in', async () => {
    await using world = await open();
    await served(world);
    world.rig.now += MINUTE;
    expect(await said(world, 'shady')).toBe('cooldown/opened');
    expect(world.isBlocked(WHO)).toBe(true);
    expect(await world.undo('spam')).toMatchObject([{ block: 'lift due', strikes: 1 }]);
    await world.enforce();
    expect(world.isBlocked(WHO)).toBe(false);
    expect(await world.strikes(WHO)).toBe(0);
  });

  it('but not after an operator let them in', async () => {
    await using world = await open();
    await world.write([WHO], 'spam');
    await world.enforce();
    world.rig.now = NOON + MINUTE;
    const redis = testRedis();
    const ledger = createLedgerStore(redis, createKeys(world.rig.prefix));
    const result = lift((await world.rig.entry(WHO))!, { keepStrike: true, takeForeign: false }, world.now);
    if (result.kind !== 'changed') throw new Error(result.kind);
    await ledger.write(NUMBER, [{ entry: result.entry, audit: null }], null, world.now);
    await redis.quit();
    await world.enforce();
    expect(world.isBlocked(WHO)).toBe(false);
    world.rig.now += HOUR;
    expect(await said(world, 'shady')).toBe('flag/-');
  });
});
