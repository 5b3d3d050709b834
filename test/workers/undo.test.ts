import { describe, expect, it } from '@jest/globals';
import { lift } from '../../src/core/ledger/operator.ts';
import type { Ruleset } from '../../src/core/ruleset.ts';
import { DAY, HOUR, MINUTE, policy, ruleset, SECOND } from '../core/builders.ts';
import { chunk, wordRule } from './rig.ts';
import { crowd, World } from './world.ts';

const brake = {
  establishedSenders: { count: 1_000_000, withinMs: MINUTE },
  shareOfActiveSenders: 1,
  minBlocks: 1_000_000,
  blocksPerMinute: 1_000_000,
};
const rules = (hash: string, ...words: string[]): Ruleset =>
  ruleset(
    words.map((word) => wordRule(word)),
    { hash, policy: policy({ brake }) },
  );
const both = rules('rules-1', 'bad', 'good');
const mended = rules('rules-2', 'good');

describe('undoing a rule', () => {
  it('lifts whom it blocked and keeps whom others would have blocked; the same messages never block again', async () => {
    await using world = await World.open(both);
    await world.write(crowd(300), 'bad luck');
    await world.write(crowd(20, 301), 'bad and good');
    await world.write(crowd(10, 401), 'good');
    await world.enforce();
    expect(world.blocked()).toBe(330);
    world.rules = mended;

    const before = await world.rig.snapshot();
    const dry = await world.undo('bad', { dryRun: true });
    expect(dry.filter(({ block }) => block === 'lift due')).toHaveLength(300);
    expect(await world.rig.snapshot()).toEqual(before);

    const undone = await world.undo('bad');
    expect(undone.filter(({ block }) => block === 'lift due')).toHaveLength(300);
    expect(undone.filter(({ block }) => block === 'other rules')).toHaveLength(20);
    expect(undone).toHaveLength(320);
    await world.enforce();
    expect(world.blocked()).toBe(30);
    expect((await world.audited('operator'))[0]).toMatchObject({ op: 'undo', rule: 'bad', version: null });

    // The very messages again, as Meta redelivers them, and others sent before: also by the rules that were at fault.
    const redelivered = chunk(
      ...crowd(300).map((who) => ({ who, text: 'bad luck', id: `m${who}`, at: world.now })),
    );
    await world.rig.moderate(redelivered, { ruleset: () => both });
    const earlier = chunk(
      ...crowd(9).map((who) => ({ who, text: 'bad', id: `x${who}`, at: world.now - SECOND })),
    );
    await world.rig.moderate(earlier, { ruleset: () => both });
    await world.enforce();
    expect(world.blocked()).toBe(30);

    expect(await world.undo('bad')).toHaveLength(20);
    await world.undo('good');
    await world.enforce();
    expect(world.blocked()).toBe(0);
  });

  it('plain lifting would let in whom another rule earned as well', async () => {
    await using world = await World.open(both);
    await world.write([1], 'bad and good');
    await world.enforce();
    const entry = (await world.rig.entry(1))!;
    const careless = lift(entry, { keepStrike: false, takeForeign: false }, world.now);
    expect(careless).toMatchObject({ kind: 'changed', entry: { desired: { kind: 'none' } } });
    expect(await world.undo('bad')).toMatchObject([{ block: 'other rules' }]);
    expect((await world.rig.entry(1))?.desired).toEqual(entry.desired);
  });

  it('restores strikes: the next cooldown is as long as if the rule had never been', async () => {
    await using world = await World.open(both);
    await world.write([1, 2], 'bad');
    await world.wait(2 * HOUR);
    expect([world.blocked(), await world.strikes(1)]).toEqual([0, 1]);
    world.rules = mended;
    expect(await world.undo('bad', { until: world.now - DAY })).toEqual([]);
    expect(await world.undo('bad', { version: 'rules-2' })).toEqual([]);
    expect(await world.undo('bad', { since: world.now - DAY })).toHaveLength(2);
    world.rig.now += SECOND;
    const length = async (who: number): Promise<number> => {
      await world.write([who], 'good');
      const { desired } = (await world.rig.entry(who))!;
      return desired.kind === 'until' ? desired.at - world.now : Infinity;
    };
    expect(await length(1)).toBe(HOUR);

    // The same without the undo.
    await using twin = await World.open(both);
    await twin.write([1], 'bad');
    await twin.wait(2 * HOUR);
    twin.rig.now += SECOND;
    await twin.write([1], 'good');
    expect((await twin.rig.entry(1))?.desired).toEqual({ kind: 'until', at: twin.now + 6 * HOUR });
  });

  it('reaches what is armed and due, and whoever is foreign by now is told and left', async () => {
    await using world = await World.open(both);
    await world.write([1, 2], 'bad');
    await world.enforce();
    await world.write([3], 'bad');
    expect(await world.status(3)).toBe('due');
    const undone = await world.undo('bad');
    expect(undone.map(({ block }) => block).sort()).toEqual(['free', 'lift due', 'lift due']);
    await world.enforce();
    expect(world.blocked()).toBe(0);
    expect(await world.undo('bad')).toEqual([]);
  });
});
