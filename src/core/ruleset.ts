import type { ConditionInput } from './condition.ts';
import type { RuleResult } from './decision.ts';
import type { FactPlan } from './facts.ts';
import type { Policy } from './policy.ts';

/** One rule, compiled: answers for every message with its numbers. Rules with mode `off` are not compiled. */
export interface CompiledRule {
  id: string;
  evaluate: (input: ConditionInput) => RuleResult;
}

/** Rules and policy as one immutable value; a chunk is judged by exactly one of them. */
export interface Ruleset {
  /** Hex digest over the files' content: the same files give the same hash. */
  hash: string;
  rules: readonly CompiledRule[];
  policy: Policy;
  plan: FactPlan;
}
