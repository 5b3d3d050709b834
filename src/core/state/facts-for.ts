import type { FactPlan, Facts, NumberFacts } from '../facts.ts';
import type { Message } from '../message.ts';
import type { Policy } from '../policy.ts';
import { trustOf } from '../trust.ts';
import { factsOf } from './facts.ts';
import type { SenderState } from './sender-state.ts';

/** What it takes to know the facts of one observed message. */
export interface FactsQuestion {
  message: Message;
  /** Its key in the state. */
  key: string;
  plan: FactPlan;
  policy: Pick<Policy, 'protectedSenders' | 'customers'>;
  /** Strikes of the sender that had not expired. */
  strikes: number;
  /** What *observe* told of the whole number; absent where other senders are unknown. */
  number?: NumberFacts | undefined;
}

/** Everything a condition may know of a message beyond itself; null when the state does not know it (forgotten, late). The one place facts are made. */
export function factsFor(
  state: SenderState,
  { message, key, plan, policy, strikes, number }: FactsQuestion,
): Facts | null {
  const seen = factsOf(state, key, plan, strikes, number);
  return seen === null ? null : { ...seen, trust: trustOf(message, seen, policy) };
}
