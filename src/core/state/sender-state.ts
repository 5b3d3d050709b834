import type { Trait } from '../campaign/trait.ts';
import type { Action } from '../decision.ts';
import type { ValueKind } from '../facts.ts';

/** The decided-mark of one message: undecided until *record* wrote it. */
export type Mark = Action | 'undecided';

/** A link host or phone number a message holds, as a hash of 32 bits (never 0). */
export interface Value {
  of: ValueKind;
  hash: number;
}
export const NO_VALUES: readonly Value[] = [];

/** One remembered message. `key` identifies it (a hash of its id), `at` is its own time in whole seconds. */
export interface SeenMessage {
  key: string;
  at: number;
  /** Equal for messages of a sender that are alike; 0 = nothing to compare. */
  fold: number;
  /** Whether it is of type text; `fold` is that of its words then. */
  text: boolean;
  /** Only what some rule counted when it was first observed. */
  values: readonly Value[];
  mark: Mark;
}

/** What is remembered of a sender to one number: totals, and the recent messages in the order they were first observed. */
export interface SenderState {
  /** Messages ever observed, those below included. */
  total: number;
  /** Own time of the first one, whole seconds. */
  firstAt: number;
  /** Messages older than this (seconds) were forgotten for want of room; an unknown one before it counts as late. */
  floorAt: number;
  seen: readonly SeenMessage[];
}

/** One message to be remembered. */
export interface Observation extends Omit<SeenMessage, 'mark'> {
  senderId: string;
  /** By what it is compared with messages of others; absent or empty = by nothing. Not kept with the sender. */
  traits?: readonly Trait[];
}

/** Ids are kept two hours longer than the longest window, so that a redelivery is always recognised or late. */
export const SEEN_KEPT_S = 26 * 3600;
/** Records kept of one sender: one for each message, and one for every four of its values. */
export const SEEN_MAX = 2048;
export const VALUES_PER_RECORD = 4;
/** A message older than this by its own time is late: it changes nothing. */
export const LATE_AFTER_MS = 24 * 3_600_000;

export const EMPTY_STATE: SenderState = { total: 0, firstAt: 0, floorAt: 0, seen: [] };

/**
 * Adds the messages not known yet; known ones change nothing. When something was added, the oldest are forgotten: from the front
 * while they are too old, then for want of room. `nowS` in seconds.
 */
export function observe(
  state: SenderState,
  observations: readonly Omit<Observation, 'senderId'>[],
  nowS: number,
): SenderState {
  const added = freshOf(state, observations);
  const first = added[0];
  if (first === undefined) return state;
  const seen = [...state.seen, ...added];
  const fresh = seen.findIndex((message) => message.at >= nowS - SEEN_KEPT_S);
  seen.splice(0, fresh === -1 ? state.seen.length : Math.min(fresh, state.seen.length));
  const dropped = seen.splice(0, surplusOf(seen));
  return {
    total: state.total + added.length,
    firstAt: state.total === 0 ? first.at : state.firstAt,
    floorAt: dropped.reduce((floor, message) => Math.max(floor, message.at), state.floorAt),
    seen,
  };
}

/** The messages not known yet and not late, each once. */
export function freshOf(
  state: SenderState,
  observations: readonly Omit<Observation, 'senderId'>[],
): SeenMessage[] {
  const known = new Set(state.seen.map((message) => message.key));
  const fresh: SeenMessage[] = [];
  for (const { key, at, fold, text, values } of observations) {
    if (known.has(key) || at < state.floorAt) continue;
    known.add(key);
    fresh.push({ key, at, fold, text, values, mark: 'undecided' });
  }
  return fresh;
}

const recordsOf = ({ values }: SeenMessage): number => 1 + Math.ceil(values.length / VALUES_PER_RECORD);

/** How many messages must go from the front for the rest to have room. */
function surplusOf(seen: readonly SeenMessage[]): number {
  let records = seen.reduce((sum, message) => sum + recordsOf(message), 0);
  let surplus = 0;
  for (const message of seen) {
    if (records <= SEEN_MAX) break;
    records -= recordsOf(message);
    surplus += 1;
  }
  return surplus;
}

/** Sets decided-marks; null when one of the messages is decided already (then nothing is changed). Forgotten messages are skipped. */
export function decideMarks(state: SenderState, marks: ReadonlyMap<string, Mark>): SenderState | null {
  const taken = state.seen.some((message) => marks.has(message.key) && message.mark !== 'undecided');
  if (taken) return null;
  return {
    ...state,
    seen: state.seen.map((message) => ({ ...message, mark: marks.get(message.key) ?? message.mark })),
  };
}
