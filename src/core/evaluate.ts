import type { ConditionInput, ConditionResult } from './condition.ts';
import type { ConditionTrace, Evaluation, RuleResult } from './decision.ts';
import type { Ruleset } from './ruleset.ts';

/** A rule's `when`, compiled. `not` holds when none of its nodes does. */
export type RuleNode =
  { kind: 'all' | 'any' | 'not'; nodes: readonly RuleNode[] } | ({ kind: 'condition' } & BoundCondition);

export interface BoundCondition {
  /** Where it stands, e.g. `when.any[1].links.count`. */
  path: string;
  name: string;
  /** How a result reads, `{field}` taken from its data. */
  explain: string;
  test: (input: ConditionInput) => ConditionResult;
}

/** What stays the same for every message a rule judges. */
export interface RuleSpec extends Pick<RuleResult, 'ruleId' | 'mode' | 'score' | 'group' | 'then' | 'stop'> {
  node: RuleNode;
  /** Fills the reason of a rule that matched. */
  reason: (words: readonly string[], data: ReadonlyMap<string, ConditionResult['data']>) => string;
}

/** The name of the trace a rule leaves that failed instead of answering; such rules never match. */
export const RULE_ERROR = 'error';

export const hasFailed = ({ matched, conditions }: RuleResult): boolean =>
  !matched && conditions[0]?.name === RULE_ERROR;

/** Judges one message by every rule. A rule that fails does not keep the others from answering. */
export function evaluate(ruleset: Ruleset, input: ConditionInput): Evaluation {
  return { rulesetHash: ruleset.hash, rules: ruleset.rules.map((rule) => rule.evaluate(input)) };
}

/** One rule's answer. One that fails never matches and leaves a trace named `RULE_ERROR`. */
export function evaluateRule(rule: RuleSpec, input: ConditionInput): RuleResult {
  const { ruleId, mode, score, group, then, stop } = rule;
  const { matched, reason, words, conditions } = answer(rule, input);
  return { ruleId, mode, matched, score, group, then, stop, reason, words, conditions };
}

type RuleAnswer = Pick<RuleResult, 'matched' | 'reason' | 'words' | 'conditions'>;

/** All conditions are asked, also when the answer is known already: the numbers are the explanation. */
function answer(rule: RuleSpec, input: ConditionInput): RuleAnswer {
  try {
    const answers: Answer[] = [];
    if (!holds(rule.node, input, answers, true)) {
      return { matched: false, reason: '', words: [], conditions: answers };
    }
    const causes = answers.filter((cause) => cause.matched && cause.wanted);
    const words = [...new Set(causes.flatMap((cause) => cause.result.words ?? []))];
    const reason = rule.reason(words, dataByName(answers, causes));
    return { matched: true, reason, words, conditions: answers };
  } catch (error) {
    const text = `the rule failed: ${error instanceof Error ? error.message : 'unknown error'}`;
    const trace = { path: 'when', name: RULE_ERROR, matched: false, text };
    return { matched: false, reason: '', words: [], conditions: [trace] };
  }
}

/** What one condition said. Most texts are never read, so a trace is written out only when somebody asks. */
class Answer implements ConditionTrace {
  readonly path: string;
  readonly name: string;
  readonly matched: boolean;
  readonly #explain: string;
  readonly result: ConditionResult;
  /** False below an odd number of `not`s: what matches there is no reason for the rule to match. */
  readonly wanted: boolean;

  constructor({ path, name, explain }: BoundCondition, result: ConditionResult, wanted: boolean) {
    this.path = path;
    this.name = name;
    this.matched = result.matched;
    this.#explain = explain;
    this.result = result;
    this.wanted = wanted;
  }

  get text(): string {
    return this.#explain.replace(/\{(\w+)\}/g, (_, field: string) => String(this.result.data[field] ?? ''));
  }

  toJSON(): ConditionTrace {
    const { path, name, matched, text } = this;
    return { path, name, matched, text };
  }
}

function holds(node: RuleNode, input: ConditionInput, answers: Answer[], wanted: boolean): boolean {
  if (node.kind === 'condition') {
    const given = new Answer(node, node.test(input), wanted);
    answers.push(given);
    return given.matched;
  }
  let met = 0;
  const below = node.kind === 'not' ? !wanted : wanted;
  for (const child of node.nodes) if (holds(child, input, answers, below)) met += 1;
  switch (node.kind) {
    case 'all':
      return met === node.nodes.length;
    case 'any':
      return met > 0;
    case 'not':
      return met === 0;
  }
}

/** Condition name → data of its first use that made the rule match, else of its first use. */
function dataByName(
  answers: readonly Answer[],
  causes: readonly Answer[],
): Map<string, ConditionResult['data']> {
  const data = new Map<string, ConditionResult['data']>();
  for (const { name, result } of [...causes, ...answers]) if (!data.has(name)) data.set(name, result.data);
  return data;
}
