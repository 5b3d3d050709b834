import { decide } from '../../src/core/decide.ts';
import type { Decision, RuleResult } from '../../src/core/decision.ts';
import { evaluate } from '../../src/core/evaluate.ts';
import type { LoadedRuleset } from '../../src/ruleset/parse.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import type { ConditionCase } from '../helpers/test-condition.ts';
import { inputOf } from '../helpers/test-condition.ts';

/** The problems of a folder as lines; an empty list when it loads without a word. A text alone is the file `r.yaml`. */
export function problemsOf(files: string | Record<string, string>): string[] {
  const result = parse(files);
  return (result.ok ? result.ruleset.warnings : result.problems).map(formatProblem);
}

/** The rules of a folder, which must load. */
export function load(files: string | Record<string, string>): LoadedRuleset {
  const result = parse(files);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.ruleset;
}

const parse = (files: string | Record<string, string>): ReturnType<typeof parseRuleset> =>
  parseRuleset(new Map(typeof files === 'string' ? [['r.yaml', files]] : Object.entries(files)));

export type About = Omit<ConditionCase, 'options'>;

/** Every rule's answer to one message, by id. */
export function answers(ruleset: LoadedRuleset, about: About): Record<string, RuleResult> {
  const { rules } = evaluate(ruleset, inputOf(about));
  return Object.fromEntries(rules.map((rule) => [rule.ruleId, rule]));
}

/** The ids of the rules that match. */
export const matching = (ruleset: LoadedRuleset, about: About): string[] =>
  Object.values(answers(ruleset, about)).flatMap(({ ruleId, matched }) => (matched ? [ruleId] : []));

export function decideOn(ruleset: LoadedRuleset, about: About): Decision {
  const input = inputOf(about);
  return decide(evaluate(ruleset, input), input.message, ruleset.policy, input.message.receivedAt);
}

/** What a rule says of its conditions, line by line. */
export const said = (rule: RuleResult | undefined): string[] =>
  (rule?.conditions ?? []).map(({ path, matched, text }) => `${matched ? '+' : '-'} ${path}: ${text}`);
