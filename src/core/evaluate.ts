import type { Answer } from './answers.ts';
import { answersOf } from './answers.ts';
import type { ConditionInput, ConditionResult } from './condition.ts';
import type { ConditionTrace, Evaluation, RuleResult } from './decision.ts';
import { Inquiry } from './inquiry.ts';
import type { RuleSpec } from './rule-node.ts';
import type { Ruleset } from './ruleset.ts';
import { isHeldBack } from './trust.ts';

export type { Block, BoundCondition, RuleNode, RuleSpec } from './rule-node.ts';

/** The name of the trace a rule leaves that failed instead of answering; such rules never match. */
export const RULE_ERROR = 'error';
/** The name of the trace a rule leaves whose time is over. */
export const RULE_EXPIRED = 'expires';

export const hasFailed = ({ failed }: RuleResult): boolean => failed;

/** Judges one message by every rule. A rule that fails does not keep the others from answering. */
export function evaluate(ruleset: Ruleset, input: ConditionInput): Evaluation {
  const inquiry = new Inquiry(input, answer);
  return { rulesetHash: ruleset.hash, rules: ruleset.rules.map((rule) => rule.evaluate(input, inquiry)) };
}

/** One rule's answer. One that fails never matches and leaves a trace named `RULE_ERROR`. `inquiry` is the message's own, when several rules judge it. */
export function evaluateRule(
  rule: RuleSpec,
  input: ConditionInput,
  inquiry = new Inquiry(input, answer),
): RuleResult {
  return rule.asked ? inquiry.result(rule) : answer(rule, inquiry);
}

function answer(rule: RuleSpec, inquiry: Inquiry): RuleResult {
  const { message, facts } = inquiry.input;
  const { expires } = rule;
  if (expires !== null && message.sentAt >= expires.at)
    return new Answered(rule, { traces: () => [trace(RULE_EXPIRED, `expired ${expires.text}`)] });
  try {
    if (!inquiry.holds(rule.node)) return new Answered(rule, { traces: () => tracesOf(rule, inquiry) });
    // Whatever matches is asked to the end: a condition that throws there keeps the rule from matching, too.
    const { answers } = answersOf(rule.node, inquiry);
    const causes = answers.filter((cause) => cause.matched && cause.wanted);
    const words = [...new Set(causes.flatMap(({ result }) => result.words ?? []))];
    return new Answered(rule, {
      matched: true,
      held: isHeldBack(rule, facts.trust),
      reason: rule.reason(words, dataByName(answers, causes)),
      words,
      traces: () => answers,
    });
  } catch (error) {
    const failure = failureTrace(error);
    return new Answered(rule, { failed: true, traces: () => [failure] });
  }
}

function tracesOf(rule: RuleSpec, inquiry: Inquiry): readonly ConditionTrace[] {
  try {
    return answersOf(rule.node, inquiry).answers;
  } catch (error) {
    return [failureTrace(error)];
  }
}

const failureTrace = (error: unknown): ConditionTrace =>
  trace(RULE_ERROR, `the rule failed: ${error instanceof Error ? error.message : 'unknown error'}`);

const trace = (name: string, text: string): ConditionTrace => ({
  path: name === RULE_ERROR ? 'when' : name,
  name,
  matched: false,
  wanted: true,
  text,
});

interface Said {
  matched?: boolean;
  held?: boolean;
  failed?: boolean;
  reason?: string;
  words?: readonly string[];
  traces: () => readonly ConditionTrace[];
}

/** Most rules do not match and nobody asks why, so the numbers are collected only when somebody does. */
class Answered implements RuleResult {
  readonly ruleId: string;
  readonly mode: RuleResult['mode'];
  readonly matched: boolean;
  readonly score: number;
  readonly group: string | null;
  readonly then: RuleResult['then'];
  readonly stop: boolean;
  readonly trust: RuleResult['trust'];
  readonly held: boolean;
  readonly failed: boolean;
  readonly reason: string;
  readonly words: readonly string[];
  #traces: readonly ConditionTrace[] | (() => readonly ConditionTrace[]);

  constructor(rule: RuleSpec, { matched = false, held = false, failed = false, ...said }: Said) {
    this.ruleId = rule.ruleId;
    this.mode = rule.mode;
    this.matched = matched;
    this.score = rule.score;
    this.group = rule.group;
    this.then = rule.then;
    this.stop = rule.stop;
    this.trust = rule.trust;
    this.held = held;
    this.failed = failed;
    this.reason = said.reason ?? '';
    this.words = said.words ?? NO_WORDS;
    this.#traces = said.traces;
  }

  get conditions(): readonly ConditionTrace[] {
    if (typeof this.#traces === 'function') this.#traces = this.#traces();
    return this.#traces;
  }

  toJSON(): RuleResult {
    return Object.assign({}, this, { conditions: this.conditions });
  }
}

const NO_WORDS: readonly string[] = [];

/** Condition name → data of its first use that made the rule match, else of its first use. */
function dataByName(
  answers: readonly Answer[],
  causes: readonly Answer[],
): Map<string, ConditionResult['data']> {
  const data = new Map<string, ConditionResult['data']>();
  for (const { name, result } of [...causes, ...answers]) if (!data.has(name)) data.set(name, result.data);
  return data;
}
