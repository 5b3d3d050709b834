import { describe, expect, it } from '@jest/globals';
import type { Decision } from '../../src/core/decision.ts';
import { punishmentOf, type Punishment } from '../../src/explain/punishment.ts';
import { DAY, decision, HOUR, policy } from '../core/builders.ts';

const ladder = { ...policy().ladder, stepsMs: [HOUR, 6 * HOUR, DAY], jitter: 0.1 };

describe('punishmentOf', () => {
  it.each<[string, Partial<Decision>, number, Punishment]>([
    ['a named length alone', { cooldownMs: HOUR, onLadder: false }, 1, { kind: 'fixed', ms: HOUR }],
    [
      'the ladder alone',
      { onLadder: true },
      1,
      { kind: 'ladder', offence: 2, ms: 6 * HOUR, longestMs: 6.6 * HOUR, nextMs: [DAY] },
    ],
    ['a named length above the step', { cooldownMs: 8 * HOUR }, 1, { kind: 'fixed', ms: 8 * HOUR }],
    [
      'a named length that jitter may exceed',
      { cooldownMs: 6.5 * HOUR },
      1,
      { kind: 'ladder', offence: 2, ms: 6.5 * HOUR, longestMs: 6.6 * HOUR, nextMs: [DAY] },
    ],
    [
      'a named length below the step, above the first',
      { cooldownMs: 2 * HOUR },
      1,
      { kind: 'ladder', offence: 2, ms: 6 * HOUR, longestMs: 6.6 * HOUR, nextMs: [DAY] },
    ],
  ])('%s', (_, given, strikes, punishment) => {
    expect(punishmentOf(decision('cooldown', given), policy({ ladder }), strikes)).toEqual(punishment);
  });

  it('is for good for a block, and after a ladder that ends so, whatever a rule names', () => {
    const forGood = { kind: 'for-good' };
    expect(punishmentOf(decision('block'), policy(), 0)).toEqual(forGood);
    const ending = policy({ ladder: { ...ladder, afterLadder: 'permanent' } });
    expect(punishmentOf(decision('cooldown', { cooldownMs: HOUR }), ending, 3)).toEqual(forGood);
    expect(punishmentOf(decision('flag'), policy(), 0)).toBeNull();
  });
});
