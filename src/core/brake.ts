import type { BrakePolicy } from './policy.ts';

/**
 * The circuit breaker of one number: how many episodes were opened lately. Ten-second buckets, newest last, bounded by
 * the longest window it looks at. A trip holds what its own version of the rules wants blocked, until an operator releases it or that
 * version wanted nobody for a quiet time; whom it held stays held. Other versions, at work at the same time, neither share nor end it.
 */
export interface BrakeState {
  revision: number;
  buckets: readonly BrakeBucket[];
  /** One of each version of the rules, oldest first, the last few. */
  trips: readonly Trip[];
}
export interface Trip {
  at: number;
  lastHeldAt: number;
  cause: BrakeCause;
  rulesetHash: string;
  /** In most of the blocks that filled the brake. */
  rule: string;
  /** People held since. */
  held: number;
}
export interface BrakeBucket {
  at: number;
  /** The version of the rules that made these blocks. */
  rulesetHash: string;
  blocks: number;
  established: number;
  rules: Readonly<Record<string, number>>;
}
export type BrakeCause = 'established_senders' | 'share_of_active_senders' | 'blocks_per_minute';

export const NO_BRAKE: BrakeState = { revision: 0, buckets: [], trips: [] };

const BUCKET_MS = 10_000;
/** The window in which active senders and their share are counted. */
export const ACTIVE_WINDOW_MS = 10 * 60_000;
const QUIET_MS = 30 * 60_000;
/** Versions whose trips are kept; more are never at work at once. */
const TRIPS_KEPT = 8;
/** A sender first seen this long ago was there before the trouble began. */
export const ESTABLISHED_AFTER_MS = 24 * 3_600_000;

export interface Admission {
  /** Every rule the offence broke. */
  rules: readonly string[];
  rulesetHash: string;
  established: boolean;
  /** Distinct senders of the last ten minutes. */
  activeSenders: number;
  /** The sender is held already: asked again at every offence, counted once. */
  again?: boolean;
}

/** May this episode be enforced? `trip` = no, hold it. The state returned must be kept either way. */
export function admit(
  before: BrakeState,
  ask: Admission,
  policy: BrakePolicy,
  now: number,
): { state: BrakeState; trip: Trip | null } {
  const state = settleTrips(before, now);
  const known = state.trips.find(({ rulesetHash }) => rulesetHash === ask.rulesetHash) ?? null;
  const cause = known?.cause ?? exceeded(state, ask, policy, now);
  if (cause === null)
    return { state: { ...state, buckets: count(state.buckets, ask, policy, now) }, trip: null };
  const { rulesetHash } = ask;
  const made = known ?? { at: now, cause, rulesetHash, rule: busiestRule(state, ask), held: 0 };
  const trip = { ...made, lastHeldAt: now, held: made.held + (ask.again === true ? 0 : 1) };
  const others = state.trips.filter((other) => other !== known);
  return {
    state: { ...state, trips: [...others, trip].sort((a, b) => a.at - b.at).slice(-TRIPS_KEPT) },
    trip,
  };
}

/** Ends the trips that name a rule (of one version, or of all), so that its next offences count from nothing. */
export function release(
  state: BrakeState,
  rule: string,
  isVersion: (rulesetHash: string) => boolean,
): BrakeState {
  return without(state, (trip) => trip.rule === rule && isVersion(trip.rulesetHash));
}

/** Some of the people a rule's trips held are held no more. */
export function forgetHeld(
  state: BrakeState,
  rule: string,
  isVersion: (rulesetHash: string) => boolean,
  people: number,
): BrakeState {
  let left = people;
  const trips = state.trips.map((trip) => {
    if (trip.rule !== rule || !isVersion(trip.rulesetHash)) return trip;
    const gone = Math.min(trip.held, left);
    left -= gone;
    return { ...trip, held: trip.held - gone };
  });
  return { ...state, trips };
}

/** A version that wanted nobody for half an hour has another chance. */
const settleTrips = (state: BrakeState, now: number): BrakeState =>
  without(state, ({ lastHeldAt }) => now - lastHeldAt >= QUIET_MS);

function without(state: BrakeState, isOver: (trip: Trip) => boolean): BrakeState {
  const over = new Set(state.trips.filter(isOver).map(({ rulesetHash }) => rulesetHash));
  if (over.size === 0) return state;
  return {
    ...state,
    trips: state.trips.filter(({ rulesetHash }) => !over.has(rulesetHash)),
    buckets: state.buckets.filter(({ rulesetHash }) => !over.has(rulesetHash)),
  };
}

/** What is counted: all blocks but those of versions that are tripped, whose successor must not answer for them. */
function counted({ buckets, trips }: BrakeState): readonly BrakeBucket[] {
  if (trips.length === 0) return buckets;
  const tripped = new Set(trips.map(({ rulesetHash }) => rulesetHash));
  return buckets.filter(({ rulesetHash }) => !tripped.has(rulesetHash));
}

function exceeded(state: BrakeState, ask: Admission, policy: BrakePolicy, now: number): BrakeCause | null {
  const buckets = counted(state);
  const since = (ms: number): readonly BrakeBucket[] =>
    buckets.filter((bucket) => bucket.at + BUCKET_MS > now - ms);
  const total = (some: readonly BrakeBucket[], of: 'blocks' | 'established'): number =>
    some.reduce((sum, bucket) => sum + bucket[of], 0);
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
  const { rulesetHash } = ask;
  const last = kept.findLast((bucket) => bucket.rulesetHash === rulesetHash);
  const current =
    last !== undefined && last.at >= at ? last : { at, rulesetHash, blocks: 0, established: 0, rules: {} };
  const added: BrakeBucket = {
    ...current,
    blocks: current.blocks + 1,
    established: current.established + (ask.established ? 1 : 0),
    rules: {
      ...current.rules,
      ...Object.fromEntries(ask.rules.map((rule) => [rule, (current.rules[rule] ?? 0) + 1])),
    },
  };
  return [...kept.filter((bucket) => bucket !== current), added];
}

/** The rule behind most of the blocks that filled the brake: the one the alarm names. */
function busiestRule(state: BrakeState, ask: Admission): string {
  const sums = new Map<string, number>();
  for (const bucket of counted(state)) {
    for (const [rule, n] of Object.entries(bucket.rules)) sums.set(rule, (sums.get(rule) ?? 0) + n);
  }
  const top = [...sums].sort(([, a], [, b]) => b - a)[0];
  return top?.[0] ?? ask.rules[0] ?? '';
}
