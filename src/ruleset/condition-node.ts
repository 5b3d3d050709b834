import type { RegisteredCondition } from '../conditions/index.ts';
import { UnusableEntries } from '../conditions/shapes.ts';
import type { Place, RuleNode } from '../core/rule-node.ts';
import type { CompileContext, Findings } from './compiled.ts';
import type { Lists } from './lists.ts';
import { FaultyDefinition } from './lists.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { Path, YamlSource } from './yaml-source.ts';
import { zodProblems } from './zod-problems.ts';

/** Binds a condition to its options as written; null, and a problem among the findings, when they cannot be used. */
export function conditionNode(
  { meta, prepare }: RegisteredCondition,
  options: unknown,
  { place, shared }: { place: Place; shared: boolean },
  { source, path }: { source: YamlSource; path: Path },
  { conditions, lists }: Pick<CompileContext, 'conditions' | 'lists'>,
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
    if (error instanceof UnusableEntries) {
      found.problems.push(...entryProblems(name, error, lists));
      return null;
    }
    const message = `${name}: ${error instanceof Error ? error.message : 'cannot be used'}`;
    found.problems.push(problem(source.file, source.at(path), message));
    return null;
  }
}

/** At the lines of the list, whoever uses it. */
function entryProblems(
  name: string,
  { list, entries }: UnusableEntries,
  lists: Pick<Lists, 'get'>,
): Problem[] {
  const problems = new Map(entries.map(({ value, problem: why }) => [value, why]));
  return lists.get(list).flatMap(({ value, file, ...place }) => {
    const why = problems.get(value);
    return why === undefined ? [] : [problem(file, place, `'${value}': ${why} (${name} reads this list)`)];
  });
}
