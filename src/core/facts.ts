/**
 * What a condition may know about a sender beyond the message itself. Conditions declare the facts they need; the union over
 * a ruleset is its fact plan, computed once a message. Counts over windows include the message itself.
 */
export type FactRequest =
  /** Messages of this sender inside the window of `withinMs` that contains this message. */
  | { kind: 'rate'; withinMs: number }
  /** Of those, the ones with the same folded text (or the same media hash when there is no text). */
  | { kind: 'duplicate'; withinMs: number };

/** The distinct windows of a whole ruleset, ascending, in ms. */
export interface FactPlan {
  rate: readonly number[];
  duplicate: readonly number[];
}

/** The longest window a rule may ask for: message ids are kept a little longer than this. */
export const MAX_WINDOW_MS = 24 * 3_600_000;

export interface Facts {
  /** Messages seen from this sender before this one (to this number), for as long as the sender is remembered. */
  messagesSeen: number;
  /** First message of this sender, ms; equals the message's own time for a newcomer. */
  firstSeenAt: number;
  /** withinMs → count, for every window of the plan. */
  rate: ReadonlyMap<number, number>;
  duplicate: ReadonlyMap<number, number>;
  /** Strikes of this sender that had not expired when the message's chunk was judged. */
  activeStrikes: number;
}

export function factPlan(requests: readonly FactRequest[]): FactPlan {
  const windows = (kind: FactRequest['kind']): number[] =>
    [...new Set(requests.filter((request) => request.kind === kind).map((request) => request.withinMs))].sort(
      (a, b) => a - b,
    );
  return { rate: windows('rate'), duplicate: windows('duplicate') };
}
