import type { ConditionContext } from '../core/condition.ts';
import type { RuleMode } from '../core/decision.ts';
import { evaluateRule } from '../core/evaluate.ts';
import type { FactRequest } from '../core/facts.ts';
import type { CompiledRule } from '../core/ruleset.ts';
import type { Position, Problem } from './problem.ts';
import { problem } from './problem.ts';
import { compileReason } from './reason.ts';
import type { RuleSource, TestCase } from './rule-schema.ts';
import { ruleSchema } from './rule-schema.ts';
import { didYouMean } from './suggest.ts';
import { compileWhen, isRecord } from './when.ts';
import type { Path, YamlSource } from './yaml-source.ts';
import { zodProblems } from './zod-problems.ts';

/** A rule with its place in the files, whatever its mode. */
export interface LoadedRule extends Position {
  id: string;
  file: string;
  description: string;
  mode: RuleMode;
  conditions: readonly string[];
  facts: readonly FactRequest[];
  tests: readonly (Position & { expect: 'match' | 'ignore'; test: TestCase })[];
  compiled: CompiledRule;
}

/** Reads every rule of one file; a faulty rule is left out and reported. */
export function readRules(
  source: YamlSource,
  context: ConditionContext,
): { rules: LoadedRule[]; problems: Problem[] } {
  const { value, file } = source;
  if (value === null)
    return { rules: [], problems: [problem(file, source.at([]), 'the file holds no rules', 'warning')] };
  if (!isRecord(value))
    return { rules: [], problems: [problem(file, source.at([]), "expected a map with the key 'rules'")] };
  const problems = Object.keys(value)
    .filter((key) => key !== 'rules')
    .map((key) =>
      problem(file, source.at([key], 'key'), `unknown key '${key}'${didYouMean(key, ['rules'])}`),
    );
  const list = value.rules;
  if (!Array.isArray(list)) {
    if ('rules' in value || problems.length === 0)
      problems.push(problem(file, source.at(['rules']), "'rules' takes a list of rules"));
    return { rules: [], problems };
  }
  const items: unknown[] = list;
  if (items.length === 0) problems.push(problem(file, source.at(['rules']), "'rules' is empty"));
  const read = items.map((item, index) => readRule(source, ['rules', index], item, context));
  return {
    rules: read.map(({ rule }) => rule).filter((rule) => rule !== null),
    problems: [...problems, ...read.flatMap((result) => result.problems)],
  };
}

function readRule(
  source: YamlSource,
  path: Path,
  item: unknown,
  context: ConditionContext,
): { rule: LoadedRule | null; problems: Problem[] } {
  const { file } = source;
  if (!isRecord(item))
    return { rule: null, problems: [problem(file, source.at(path), 'expected a rule: a map of keys')] };
  const parsed = ruleSchema.safeParse(item);
  const problems = parsed.success ? [] : zodProblems(source, path, parsed.error, ruleSchema);
  const position = source.at('id' in item ? [...path, 'id'] : path, 'key');
  const name = typeof item.id === 'string' ? `rule '${item.id}'` : 'the rule';
  if (!('when' in item)) {
    problems.push(
      problem(file, position, `${name} has no 'when': without a condition it would match everything`),
    );
  }
  if (!('score' in item) && !('then' in item)) {
    problems.push(problem(file, position, `${name} has neither 'score' nor 'then', so it would do nothing`));
  }
  const compiled =
    'when' in item
      ? compileWhen(source, [...path, 'when'], item.when, context)
      : { when: null, problems: [] };
  problems.push(...compiled.problems);
  if (!parsed.success || compiled.when === null) return { rule: null, problems };

  const rule = parsed.data;
  const { node, names, facts } = compiled.when;
  const { reason, problems: placeholders } = compileReason(rule.reason ?? rule.description ?? rule.id, names);
  problems.push(...placeholders.map((message) => problem(file, source.at([...path, 'reason']), message)));
  if (problems.length > 0) return { rule: null, problems };

  const spec = {
    ruleId: rule.id,
    mode: rule.mode,
    score: rule.score ?? 0,
    group: rule.group ?? null,
    then: rule.then ?? null,
    stop: rule.stop,
    node,
    reason,
  };
  const loaded: LoadedRule = {
    id: rule.id,
    file,
    ...position,
    description: rule.description ?? '',
    mode: rule.mode,
    conditions: [...names],
    facts,
    tests: testsOf(source, [...path, 'tests'], rule.tests),
    compiled: { id: rule.id, evaluate: (input) => evaluateRule(spec, input) },
  };
  return { rule: loaded, problems };
}

function testsOf(source: YamlSource, path: Path, tests: RuleSource['tests']): LoadedRule['tests'] {
  const of = (expect: 'match' | 'ignore'): LoadedRule['tests'] =>
    (tests?.[expect] ?? []).map((test, index) => ({ expect, test, ...source.at([...path, expect, index]) }));
  return [...of('match'), ...of('ignore')];
}
