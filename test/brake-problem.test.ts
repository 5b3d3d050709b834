import { expect, it } from '@jest/globals';
import { brakeProblem } from '../src/brake-problem.ts';
import { NOON } from './core/builders.ts';

it('a tripped brake is told with its rule, its version, how many are held, and what to do', () => {
  const trip = {
    at: NOON,
    lastHeldAt: NOON,
    cause: 'blocks_per_minute',
    rulesetHash: 'v1',
    rule: 'lures',
  } as const;
  expect(brakeProblem('100', { ...trip, held: 12 })).toBe(
    'The brake of 100 holds 12 blocks (blocks_per_minute, rule lures, version v1). Is the rule right? Run: cordon blocks release --rule lures. Is it wrong? Mend it, then run: cordon blocks undo --rule lures',
  );
  expect(brakeProblem('100', { ...trip, held: 1 })).toContain('holds 1 block (');
});
