import { describe, expect, it } from '@jest/globals';
import type { BlockTarget } from '../../src/whatsapp/targets.ts';
import { targetProblem } from '../../src/whatsapp/targets.ts';

describe('targetProblem', () => {
  it.each<BlockTarget>([
    { user: '+15550100123' },
    { user: '+1999' },
    { user_id: 'US.90000000000000000123' },
    { user_id: `BR.${'a1'.repeat(64)}` },
    { user_id: 'US.ENT' },
  ])('lets %j pass', (target) => {
    expect(targetProblem(target)).toBeNull();
  });

  it.each<[unknown, string]>([
    [{ user_id: 'US.ENT.90000000000000000998' }, 'parent'],
    [{ user: '15550100123' }, 'phone'],
    [{ user: '+0555' }, 'phone'],
    [{ user: '+1555\n' }, 'phone'],
    [{ user: '+' + '1'.repeat(30) }, 'phone'],
    [{ user: 15550100123 }, 'phone'],
    [{ user: null }, 'phone'],
    [{ user_id: 'us.1' }, 'BSUID'],
    [{ user_id: 'US.' }, 'BSUID'],
    [{ user_id: `US.${'1'.repeat(129)}` }, 'BSUID'],
    [{ user_id: 'US.1-2' }, 'BSUID'],
    [{ user_id: 5 }, 'BSUID'],
    [{ user: '+15550100123', user_id: 'US.1' }, 'exactly one'],
    [{}, 'exactly one'],
  ])('stops %j', (target, problem) => {
    expect(targetProblem(target as BlockTarget)).toContain(problem);
  });
});
