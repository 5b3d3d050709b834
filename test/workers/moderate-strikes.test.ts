import { describe, expect, it } from '@jest/globals';
import type { CompiledRule } from '../../src/core/ruleset.ts';
import { DAY, hit, HOUR, NOON, ruleset, SECOND } from '../core/builders.ts';
import { chunk, Rig, wordRule } from './rig.ts';

/** Worth a flag for each strike its sender has. */
const strikesRule: CompiledRule = {
  id: 'strikes',
  evaluate: ({ facts }) =>
    hit('strikes', { matched: facts.activeStrikes > 0, score: 3 * facts.activeStrikes }),
};
const rules = ruleset([wordRule('spam'), strikesRule]);
const spam = { who: 2, text: 'spam', id: 'm1' };

describe('rules that look at strikes', () => {
  it('see those of the sender before the chunk, and none once they expired', async () => {
    await using rig = new Rig({ rules });
    await rig.moderate(chunk(spam, { who: 2, text: 'hello', id: 'm2' }, { who: 3, text: 'hello', id: 'm3' }));
    const sayHello = (who: number, id: string): Promise<void> =>
      rig.moderate({
        ...chunk({ who, id, text: 'hello', at: rig.now - SECOND }),
        receivedAt: rig.now,
      });
    rig.now = NOON + HOUR;
    await sayHello(2, 'm4');
    await sayHello(3, 'm5');
    rig.now = NOON + 30 * DAY;
    await sayHello(2, 'm6');
    expect(rig.told.filter((line) => line !== 'flush')).toEqual([
      'm1 cooldown/opened',
      'm2 allow/-',
      'm3 allow/-',
      'm4 flag/-',
      'm5 allow/-',
      'm6 allow/-',
    ]);
  });

  it('see none in monitor mode, where nobody gets one', async () => {
    await using rig = new Rig({ rules, deps: { mode: 'monitor' } });
    await rig.moderate(chunk(spam));
    await rig.moderate(chunk({ who: 2, text: 'hello', id: 'm2' }));
    expect(rig.told).toEqual(['m1 cooldown/-', 'm2 allow/-']);
  });
});
