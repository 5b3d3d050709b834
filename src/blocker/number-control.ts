import type { OutcomeReason } from './outcome-table.ts';

/** A block that may come too late, and why. */
export interface Late {
  since: number;
  /** Blocks whose deadline may be missed as things stand. */
  people: number;
  /** The nearest of those deadlines, ms. */
  firstAt: number;
  cause: OutcomeReason | 'quota' | 'backlog';
}

/** How much of Meta's quota is used, and when the next call may be made because of it. */
export interface Pace {
  percent: number;
  /** When Meta told it, ms. */
  at: number;
  until: number;
}

/** What the blocker has to respect for a whole number; kept in Redis, so every worker and a restart respects it too. */
export interface NumberControl {
  /** Set while Meta refuses us as such (token, permission, account): no call but the probe at `probeAt`. */
  halted: {
    since: number;
    code: number | null;
    reason: OutcomeReason;
    probeAt: number;
    probes: number;
  } | null;
  /** No call before this instant (rate limit, outage). */
  backoffUntil: number;
  backoffReason: OutcomeReason | null;
  /** Calls in a row that brought nothing for the whole number. */
  failures: number;
  /** Users a call; halved when a batch is refused as such, doubled by every success. null = the configured size. */
  batchSize: number | null;
  /** Meta's list has no room: no block before this instant, unless a lift makes some. */
  fullUntil: number;
  /** The list could not be read, so often in a row; not again before `until`. */
  listing: { failures: number; until: number; reason: OutcomeReason | null };
  pace: Pace | null;
  late: Late | null;
  /** When the blocker last looked for deadlines that may be missed, ms. */
  lookedAt: number;
}
export const FREE_CONTROL: NumberControl = {
  halted: null,
  backoffUntil: 0,
  backoffReason: null,
  failures: 0,
  batchSize: null,
  fullUntil: 0,
  listing: { failures: 0, until: 0, reason: null },
  pace: null,
  late: null,
  lookedAt: 0,
};

/** A number's control as stored; null = nothing is. Members an older Cordon did not write are as if nothing had happened yet. */
export const asControl = (stored: Partial<NumberControl> | null): NumberControl => ({
  ...FREE_CONTROL,
  ...stored,
});
