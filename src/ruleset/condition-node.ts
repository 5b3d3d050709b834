import type { RegisteredCondition } from '../conditions/index.ts';
import type { ConditionContext } from '../core/condition.ts';
import type { Place, RuleNode } from '../core/rule-node.ts';
import type { Findings } from './compiled.ts';
import { FaultyDefinition } from './lists.ts';
import { problem } from './problem.ts';
import type { Path, YamlSource } from './yaml-source.ts';
import { zodProblems } from './zod-problems.ts';

/** Binds a condition to its options as written; null, and a problem among the findings, when they cannot be used. */
export function conditionNode(
  { meta, prepare }: RegisteredCondition,
  options: unknown,
  { place, shared }: { place: Place; shared: boolean },
  { source, path }: { source: YamlSource; path: Path },
  conditions: ConditionContext,
  found: Findings,
): RuleNode | null {
  const { name, explain } = meta;
  found.names.add(name);
  const prepared = prepare(options);
  if (!prepared.ok) {
    found.problems.push(...zodProblems(source, path, prepared.error, meta.schema));
    return null;
  }
  const { condition } = prepared;
  for (const fact of condition.facts) found.facts.add(fact);
  try {
    const test = condition.create(conditions);
    return { kind: 'condition', name, options, explain, shared, test, ...place };
  } catch (error) {
    found.faulty = true;
    if (error instanceof FaultyDefinition) return null;
    const message = `${name}: ${error instanceof Error ? error.message : 'cannot be used'}`;
    found.problems.push(problem(source.file, source.at(path), message));
    return null;
  }
}
