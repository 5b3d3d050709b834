import type { ConditionInput } from './condition.ts';
import type { RuleResult } from './decision.ts';
import type { FactPlan } from './facts.ts';
import type { Inquiry } from './inquiry.ts';
import type { Policy } from './policy.ts';

/** One rule, compiled: answers for every message with its numbers. Rules with mode `off` are not compiled. */
export interface CompiledRule {
  id: string;
  /** `inquiry` is the message's own when several rules judge it, so that what they share is worked out once. */
  evaluate: (input: ConditionInput, inquiry?: Inquiry) => RuleResult;
}

export type PolicyFor = (phoneNumberId: string, displayPhoneNumber: string | null) => Policy;

/** Rules and policy as one immutable value; a chunk is judged by exactly one of them. */
export interface Ruleset {
  /** Hex digest over the files' content: the same files give the same hash. */
  hash: string;
  rules: readonly CompiledRule[];
  /** Holds for every number without one of its own. */
  policy: Policy;
  /** The policy of a business number, by its id or else by the number itself (digits). */
  policyFor: PolicyFor;
  plan: FactPlan;
}

/** The same rules with every policy changed alike, each once. */
export function withPolicies<R extends Ruleset>(ruleset: R, change: (policy: Policy) => Policy): R {
  const changed = new Map<Policy, Policy>();
  const once = (policy: Policy): Policy => {
    const known = changed.get(policy) ?? change(policy);
    changed.set(policy, known);
    return known;
  };
  return {
    ...ruleset,
    policy: once(ruleset.policy),
    policyFor: (phoneNumberId, displayPhoneNumber) =>
      once(ruleset.policyFor(phoneNumberId, displayPhoneNumber)),
  };
}
