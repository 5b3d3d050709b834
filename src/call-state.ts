import type { NumberControl } from './blocker/number-control.ts';

/** Whether a number may call Meta now. */
export interface CallState {
  state: 'free' | 'paused' | 'resting' | 'slowed' | 'full';
  reason: string | null;
  /** When the next call is made, ms; null = at once, or nobody knows. */
  until: number | null;
}

/** What the blocker's control of a number amounts to, the strictest first. */
export function callState(control: Partial<NumberControl> | null, now: number): CallState {
  const { halted = null, backoffUntil = 0, backoffReason = null, fullUntil = 0, pace = null } = control ?? {};
  if (halted !== null) {
    const reason = `${halted.reason}${halted.code === null ? '' : `, code ${halted.code}`}`;
    return { state: 'paused', reason, until: halted.probeAt };
  }
  if (backoffUntil > now) return { state: 'resting', reason: backoffReason, until: backoffUntil };
  if (fullUntil > now) return { state: 'full', reason: 'list-full', until: fullUntil };
  if (pace !== null && pace.until > now)
    return {
      state: 'slowed',
      reason: `${Math.round(pace.percent)} % of Meta's quota used`,
      until: pace.until,
    };
  return { state: 'free', reason: null, until: null };
}
