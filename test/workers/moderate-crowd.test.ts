import { describe, expect, it } from '@jest/globals';
import type { FactRequest } from '../../src/core/facts.ts';
import { factKey, factPlan } from '../../src/core/facts.ts';
import type { CompiledRule } from '../../src/core/ruleset.ts';
import { hit, MINUTE, NOON, ruleset, SECOND } from '../core/builders.ts';
import type { Said } from './rig.ts';
import { chunk, Rig } from './rig.ts';

const CROWD: FactRequest = { kind: 'rate', of: 'texts', per: 'number', withinMs: MINUTE };
const HOSTS: FactRequest = { kind: 'distinct', of: 'links', withinMs: MINUTE };
/** Flags the third text to the number within a minute, cools down who wrote two different hosts. */
const rules: CompiledRule[] = [
  {
    id: 'crowd',
    evaluate: ({ facts }) =>
      hit('crowd', { score: 3, matched: (facts.number.counts.get(factKey(CROWD)) ?? 0) >= 3 }),
  },
  {
    id: 'hosts',
    evaluate: ({ facts }) =>
      hit('hosts', { score: 8, matched: (facts.counts.get(factKey(HOSTS)) ?? 0) >= 2 }),
  },
];
const counting = ruleset(rules, { plan: factPlan([CROWD, HOSTS]) });
const hello = (who: number, at = NOON): Said => ({ who, text: 'hello', id: `m${who}`, at });

describe('rules over a whole number', () => {
  it('see everybody’s messages up to each one, in one chunk or in many, once each', async () => {
    await using rig = new Rig({ rules: counting });
    await rig.moderate(chunk(hello(1), hello(2)));
    await rig.moderate(chunk(hello(2), hello(1)));
    await rig.moderate(chunk(hello(3), hello(4, NOON - 61 * SECOND)));
    expect(rig.told).toEqual(['m1 allow/-', 'm2 allow/-', 'repeated', 'repeated', 'm3 flag/-', 'm4 allow/-']);
  });

  it('give the same after a crash between observe and record', async () => {
    await using rig = new Rig({ rules: counting });
    const given = chunk(hello(1), hello(2), hello(3));
    const { store } = rig.deps;
    const dying = { ...store, record: () => Promise.reject(new Error('connection is closed')) };
    await expect(rig.moderate(given, { store: dying, isTransient: () => true })).rejects.toThrow('closed');
    await rig.moderate(given);
    expect(rig.told).toEqual(['m1 allow/-', 'm2 allow/-', 'm3 flag/-']);
  });
});

describe('rules over what a sender wrote', () => {
  it('remember the hosts of earlier messages', async () => {
    await using rig = new Rig({ rules: counting });
    const link = (id: string, host: string): Said => ({ who: 1, text: `https://${host}.example/x`, id });
    await rig.moderate(chunk(link('m1', 'a')));
    await rig.moderate(chunk(link('m2', 'a'), { who: 2, text: 'https://b.example', id: 'other' }));
    await rig.moderate(chunk(link('m3', 'b')));
    expect(rig.told.filter((line) => line.startsWith('m'))).toEqual([
      'm1 allow/-',
      'm2 allow/-',
      'm3 cooldown/opened',
    ]);
  });
});
