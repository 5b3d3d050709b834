import type { Ladder } from './policy.ts';
import { hash32 } from './text/hash32.ts';

/**
 * Length in ms of the cooldown for the sender's n-th active strike (1 = first). Infinity = for good.
 * Jitter only lengthens, is the same for the same seed, and never exceeds the ladder's cap.
 */
export function cooldownMs(ladder: Ladder, activeStrikes: number, seed: string): number {
  const steps = ladder.stepsMs;
  if (activeStrikes > steps.length && ladder.afterLadder === 'permanent') return Infinity;
  const step = steps[Math.min(activeStrikes, steps.length) - 1] ?? 0;
  const share = hash32(seed) / 2 ** 32;
  return Math.min(Math.round(step * (1 + ladder.jitter * share)), ladder.capMs);
}
