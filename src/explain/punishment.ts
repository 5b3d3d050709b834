import type { Decision } from '../core/decision.ts';
import { cooldownMs } from '../core/ladder.ts';
import type { Policy } from '../core/policy.ts';

/** How long an offender would be kept out; null = for good. */
export type Punishment =
  | { kind: 'for-good' }
  /** The length a rule named, and the ladder has none that is longer. */
  | { kind: 'fixed'; ms: number }
  /** `ms` is the bare step of the n-th offence (1 = first), `longestMs` the most jitter makes of it; `nextMs` are the steps after it, null = for good. */
  | { kind: 'ladder'; offence: number; ms: number; longestMs: number; nextMs: (number | null)[] };

/** What a decision brings to a sender with so many active strikes before it; null when it keeps nobody out. */
export function punishmentOf(decision: Decision, { ladder }: Policy, strikes: number): Punishment | null {
  if (decision.action === 'block') return { kind: 'for-good' };
  if (decision.action !== 'cooldown') return null;
  const named = decision.cooldownMs ?? 0;
  if (!decision.onLadder) return { kind: 'fixed', ms: named };
  const bare = { ...ladder, jitter: 0 };
  const step = (offence: number): number => Math.max(cooldownMs(bare, offence, ''), named);
  const offence = strikes + 1;
  const ms = step(offence);
  if (ms === Infinity) return { kind: 'for-good' };
  const shaken = Math.round(cooldownMs(bare, offence, '') * (1 + ladder.jitter));
  const longestMs = Math.max(Math.min(shaken, ladder.capMs), named);
  if (longestMs === named) return { kind: 'fixed', ms: named };
  const last = ladder.stepsMs.length + (ladder.afterLadder === 'permanent' ? 1 : 0);
  const later = Array.from({ length: Math.max(0, last - offence) }, (_, index) => step(offence + 1 + index));
  return {
    kind: 'ladder',
    offence,
    ms,
    longestMs,
    nextMs: later.map((length) => (length === Infinity ? null : length)),
  };
}
