import type { BrakePolicy } from './policy.ts';

/**
 * The ban-rate circuit breaker of one number: how many episodes were opened lately. Ten-second buckets, newest last, bounded by
 * the longest window it looks at. `tripped` stays until the rules change or nothing wanted a block for a quiet time.
 */
export interface BrakeState {
  revision: number;
  buckets: readonly BrakeBucket[];
  tripped: {
    at: number;
    lastHeldAt: number;
    cause: BrakeCause;
    rulesetHash: string;
    rule: string;
    held: number;
  } | null;
}
export interface BrakeBucket {
  at: number;
  blocks: number;
  established: number;
  rules: Readonly<Record<string, number>>;
}
export type BrakeCause = 'established_senders' | 'share_of_active_senders' | 'blocks_per_minute';

export const NO_BRAKE: BrakeState = { revision: 0, buckets: [], tripped: null };

const BUCKET_MS = 10_000;
/** The window in which active senders and their share are counted. */
export const ACTIVE_WINDOW_MS = 10 * 60_000;
const QUIET_MS = 30 * 60_000;
/** A sender first seen this long ago was there before the trouble began. */
export const ESTABLISHED_AFTER_MS = 24 * 3_600_000;

export interface Admission {
  /** Every rule the offence broke. */
  rules: readonly string[];
  rulesetHash: string;
  established: boolean;
  /** Distinct senders of the last ten minutes. */
  activeSenders: number;
}

/** May this episode be enforced? A cause = no, hold it. The state returned must be kept either way. */
export function admit(
  before: BrakeState,
  ask: Admission,
  policy: BrakePolicy,
  now: number,
): { state: BrakeState; cause: BrakeCause | null } {
  const state = settleTrip(before, ask.rulesetHash, now);
  const cause = state.tripped?.cause ?? exceeded(state, ask, policy, now);
  if (cause !== null) {
    const trip = state.tripped ?? {
      at: now,
      cause,
      rulesetHash: ask.rulesetHash,
      rule: busiestRule(state, ask),
      held: 0,
    };
    return { state: { ...state, tripped: { ...trip, lastHeldAt: now, held: trip.held + 1 } }, cause };
  }
  return { state: { ...state, buckets: count(state.buckets, ask, policy, now) }, cause: null };
}

/** Edited rules get a fresh chance; so does a number where nothing was held for half an hour. */
function settleTrip(state: BrakeState, rulesetHash: string, now: number): BrakeState {
  const trip = state.tripped;
  if (trip === null) return state;
  const over = trip.rulesetHash !== rulesetHash || now - trip.lastHeldAt >= QUIET_MS;
  return over ? { ...state, tripped: null, buckets: [] } : state;
}

function exceeded(state: BrakeState, ask: Admission, policy: BrakePolicy, now: number): BrakeCause | null {
  const since = (ms: number): readonly BrakeBucket[] =>
    state.buckets.filter((bucket) => bucket.at + BUCKET_MS > now - ms);
  const total = (buckets: readonly BrakeBucket[], of: 'blocks' | 'established'): number =>
    buckets.reduce((sum, bucket) => sum + bucket[of], 0);
  const { establishedSenders } = policy;
  if (ask.established && total(since(establishedSenders.withinMs), 'established') >= establishedSenders.count)
    return 'established_senders';
  if (total(since(60_000), 'blocks') >= policy.blocksPerMinute) return 'blocks_per_minute';
  const blocks = total(since(ACTIVE_WINDOW_MS), 'blocks');
  const share = (blocks + 1) / Math.max(ask.activeSenders, 1);
  return blocks >= policy.minBlocks && share > policy.shareOfActiveSenders ? 'share_of_active_senders' : null;
}

function count(
  buckets: readonly BrakeBucket[],
  ask: Admission,
  policy: BrakePolicy,
  now: number,
): BrakeBucket[] {
  const longest = Math.max(ACTIVE_WINDOW_MS, policy.establishedSenders.withinMs);
  const kept = buckets.filter((bucket) => bucket.at + BUCKET_MS > now - longest);
  const at = Math.floor(now / BUCKET_MS) * BUCKET_MS;
  const last = kept.at(-1);
  const current = last !== undefined && last.at >= at ? last : { at, blocks: 0, established: 0, rules: {} };
  const added: BrakeBucket = {
    ...current,
    blocks: current.blocks + 1,
    established: current.established + (ask.established ? 1 : 0),
    rules: {
      ...current.rules,
      ...Object.fromEntries(ask.rules.map((rule) => [rule, (current.rules[rule] ?? 0) + 1])),
    },
  };
  return [...kept.filter((bucket) => bucket !== last || bucket !== current), added];
}

/** The rule behind most of the blocks that filled the brake: the one the alarm names. */
function busiestRule(state: BrakeState, ask: Admission): string {
  const sums = new Map<string, number>();
  for (const bucket of state.buckets) {
    for (const [rule, n] of Object.entries(bucket.rules)) sums.set(rule, (sums.get(rule) ?? 0) + n);
  }
  const top = [...sums].sort(([, a], [, b]) => b - a)[0];
  return top?.[0] ?? ask.rules[0] ?? '';
}
