import { describe, expect, it } from '@jest/globals';
import { WakeUps } from '../../src/workers/wake-up.ts';

describe('waking the blocker', () => {
  it('waits for a batch to gather and goes at once when it is full, number by number', () => {
    const wakeUps = new WakeUps(500, 3);
    expect(wakeUps.add('1', 1)).toBe(500);
    expect(wakeUps.add('2', 2)).toBe(500);
    expect(wakeUps.add('1', 1)).toBe(500);
    expect(wakeUps.add('1', 1)).toBe(0);
    expect(wakeUps.add('1', 1)).toBe(500);
    expect(wakeUps.add('2', 5)).toBe(0);
  });

  it('gathers anew once the blocker served the number', () => {
    const wakeUps = new WakeUps(500, 3);
    wakeUps.add('1', 2);
    wakeUps.served('1');
    expect(wakeUps.add('1', 2)).toBe(500);
  });
});
