import type { FactPlan } from '../facts.ts';
import { SEEN_KEPT_S } from './sender-state.ts';

/** What is counted of all messages to a number. A newcomer is counted once, by the first message. */
export type Counter = 'messages' | 'texts' | 'newcomers';

/** One message as the counters see it. */
export interface Counted {
  /** Its own time, whole seconds. */
  at: number;
  text: boolean;
  newcomer: boolean;
}

/** The counters of one number, each message in the second and hour of its own time. */
export interface NumberCounts {
  /** Calls `visit` for every second from `from` to `to` (both included) that had any. */
  eachSecond: (
    counter: Counter,
    from: number,
    to: number,
    visit: (at: number, count: number) => void,
  ) => void;
  /** Hours since 1970; texts are not counted by the hour. */
  inHour: (counter: HourCounter, hour: number) => number;
  /** The hour in which counting began; null = nothing was counted yet. */
  since: number | null;
}
export type HourCounter = Exclude<Counter, 'texts'>;

/** Seconds are kept as long as message ids: every message that is not late has its windows whole. */
export const SECONDS_KEPT_S = SEEN_KEPT_S;
export const HOUR_S = 3600;
/** Seconds lie together by ten minutes. */
export const SLICE_S = 600;
/** Completed hours that tell what is normal. */
export const NORMAL_HOURS = 7 * 24;

export const counts = (counter: Counter, { text, newcomer }: Counted): boolean =>
  counter === 'messages' || (counter === 'texts' ? text : newcomer);

/** How far around a message's own time a plan looks, in seconds, and how many hours back; 0 = not at all. */
export function reachOf({ number }: FactPlan): { seconds: number; hours: number } {
  return {
    seconds: Math.max(0, ...number.map(({ withinMs }) => withinMs / 1000)),
    hours: number.some(({ kind }) => kind === 'surge') ? NORMAL_HOURS : 0,
  };
}
