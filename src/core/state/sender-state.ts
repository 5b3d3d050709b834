import type { Action } from '../decision.ts';

/** The decided-mark of one message: undecided until *record* wrote it. */
export type Mark = Action | 'undecided';

/** One remembered message. `key` identifies it (a hash of its id), `at` is its own time in whole seconds, `fold` its text (0 = none). */
export interface SeenMessage {
  key: string;
  at: number;
  fold: number;
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
export interface Observation {
  senderId: string;
  key: string;
  at: number;
  fold: number;
}

/** Ids are kept two hours longer than the longest window, so that a redelivery is always recognised or late. */
export const SEEN_KEPT_S = 26 * 3600;
export const SEEN_MAX = 2048;
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
  const known = new Set(state.seen.map((message) => message.key));
  const added: SeenMessage[] = [];
  for (const { key, at, fold } of observations) {
    if (known.has(key) || at < state.floorAt) continue;
    known.add(key);
    added.push({ key, at, fold, mark: 'undecided' });
  }
  const first = added[0];
  if (first === undefined) return state;
  const seen = [...state.seen, ...added];
  const fresh = seen.findIndex((message) => message.at >= nowS - SEEN_KEPT_S);
  seen.splice(0, fresh === -1 ? seen.length - added.length : Math.min(fresh, state.seen.length));
  const dropped = seen.splice(0, Math.max(0, seen.length - SEEN_MAX));
  return {
    total: state.total + added.length,
    firstAt: state.total === 0 ? first.at : state.firstAt,
    floorAt: dropped.reduce((floor, message) => Math.max(floor, message.at), state.floorAt),
    seen,
  };
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
