import type { FactPlan, Facts } from '../facts.ts';
import type { SeenMessage, SenderState } from './sender-state.ts';

/**
 * The facts of one observed message, or null when the state does not know it (forgotten, late). Only messages observed before it
 * count, so the k-th message of a chunk sees exactly 1..k-1 and judging it again later gives the same facts. Strikes are the
 * ledger's and come from the caller.
 */
export function factsOf(state: SenderState, key: string, plan: FactPlan, activeStrikes = 0): Facts | null {
  const index = state.seen.findLastIndex((message) => message.key === key);
  const self = state.seen[index];
  if (self === undefined) return null;
  const before = state.seen.slice(0, index + 1);
  const alike = self.fold === 0 ? [self] : before.filter((message) => message.fold === self.fold);
  const counts = (messages: readonly SeenMessage[], windows: readonly number[]): Map<number, number> =>
    new Map(windows.map((withinMs) => [withinMs, busiestWindow(messages, self.at, withinMs / 1000)]));
  return {
    messagesSeen: state.total - (state.seen.length - index),
    firstSeenAt: state.firstAt * 1000,
    rate: counts(before, plan.rate),
    duplicate: counts(alike, plan.duplicate),
    activeStrikes,
  };
}

/**
 * The most messages in any window of `within` seconds that contains `at`; windows are half-open, two messages exactly `within`
 * apart never share one. For messages in order this is the plain trailing count; a message that arrives late is counted with
 * those that came before and after it.
 */
function busiestWindow(messages: readonly SeenMessage[], at: number, within: number): number {
  const times: number[] = [];
  let latest = at;
  for (const message of messages) {
    if (message.at <= at - within || message.at >= at + within) continue;
    times.push(message.at);
    if (message.at > latest) latest = message.at;
  }
  if (latest === at) return times.length;
  times.sort((a, b) => a - b);
  let best = 0;
  let from = 0;
  for (const [to, time] of times.entries()) {
    while ((times[from] ?? 0) <= time - within) from += 1;
    if (time >= at) best = Math.max(best, to - from + 1);
  }
  return best;
}
