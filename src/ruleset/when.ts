import type { PreparedCondition } from '../conditions/index.ts';
import { CONDITION_BY_NAME } from '../conditions/index.ts';
import type { ConditionContext } from '../core/condition.ts';
import type { RuleNode } from '../core/evaluate.ts';
import type { FactRequest } from '../core/facts.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import { didYouMean } from './suggest.ts';
import type { Path, YamlSource } from './yaml-source.ts';
import { zodProblems } from './zod-problems.ts';

const OPERATORS = ['all', 'any', 'not'] as const;
const MAX_DEPTH = 16;
const MAX_CONDITIONS = 200;

/** A `when` as compiled; `names` are the conditions it uses. */
export interface When {
  node: RuleNode;
  names: ReadonlySet<string>;
  facts: readonly FactRequest[];
}

/** Compiles the `when` at `path` of a file. All problems are reported at once; with any, there is no result. */
export function compileWhen(
  source: YamlSource,
  path: Path,
  value: unknown,
  context: ConditionContext,
): { when: When | null; problems: Problem[] } {
  const compiler = new WhenCompiler(source, context);
  const node = compiler.block(value, path, 'when', 0);
  const { problems, names, facts } = compiler;
  return { when: problems.length === 0 && node !== null ? { node, names, facts } : null, problems };
}

class WhenCompiler {
  readonly problems: Problem[] = [];
  readonly names = new Set<string>();
  readonly facts: FactRequest[] = [];
  readonly #source: YamlSource;
  readonly #context: ConditionContext;
  #conditions = 0;

  constructor(source: YamlSource, context: ConditionContext) {
    this.#source = source;
    this.#context = context;
  }

  /** A map of conditions and operators, all of which must hold. */
  block(value: unknown, path: Path, label: string, depth: number): RuleNode | null {
    if (!isRecord(value))
      return this.#fail(
        path,
        `expected a map of conditions, e.g. ${label}: { links.count: { at_least: 1 } }`,
      );
    if (depth > MAX_DEPTH) return this.#fail(path, `conditions are nested more than ${MAX_DEPTH} deep`);
    const keys = Object.keys(value);
    if (keys.length === 0)
      return this.#fail(path, 'there is no condition here; without one a rule would match everything');
    const nodes = keys.map((key) => this.#entry(key, value[key], [...path, key], label, depth));
    const [only] = nodes;
    if (only !== undefined && nodes.length === 1) return only;
    return { kind: 'all', nodes: nodes.filter((node) => node !== null) };
  }

  #entry(key: string, value: unknown, path: Path, label: string, depth: number): RuleNode | null {
    const operator = OPERATORS.find((known) => known === key);
    return operator === undefined
      ? this.#condition(key, value, path, `${label}.${key}`)
      : this.#group(operator, value, path, `${label}.${operator}`, depth);
  }

  #group(
    kind: 'all' | 'any' | 'not',
    value: unknown,
    path: Path,
    label: string,
    depth: number,
  ): RuleNode | null {
    if (!Array.isArray(value))
      return this.#fail(path, `'${kind}' takes a list: put '- ' before each of its conditions`);
    if (value.length === 0) return this.#fail(path, `'${kind}' is empty`);
    const items: unknown[] = value;
    const nodes = items.map((item, index) =>
      this.block(item, [...path, index], `${label}[${index}]`, depth + 1),
    );
    return { kind, nodes: nodes.filter((node) => node !== null) };
  }

  #condition(name: string, value: unknown, path: Path, label: string): RuleNode | null {
    const registered = CONDITION_BY_NAME.get(name);
    if (registered === undefined) {
      const hint = didYouMean(name, [...CONDITION_BY_NAME.keys(), ...OPERATORS]);
      return this.#fail(path, `unknown condition '${name}'${hint}`, 'key');
    }
    this.#conditions += 1;
    if (this.#conditions === MAX_CONDITIONS + 1)
      return this.#fail(path, `a rule holds at most ${MAX_CONDITIONS} conditions`, 'key');
    this.names.add(name);
    const prepared = registered.prepare(value);
    if (!prepared.ok) {
      this.problems.push(...zodProblems(this.#source, path, prepared.error, registered.meta.schema));
      return null;
    }
    this.facts.push(...prepared.condition.facts);
    return this.#bind(name, registered.meta.explain, prepared.condition, path, label);
  }

  #bind(
    name: string,
    explain: string,
    condition: PreparedCondition,
    path: Path,
    label: string,
  ): RuleNode | null {
    try {
      return { kind: 'condition', path: label, name, explain, test: condition.create(this.#context) };
    } catch (error) {
      return this.#fail(path, `${name}: ${error instanceof Error ? error.message : 'cannot be used'}`);
    }
  }

  #fail(path: Path, message: string, part: 'key' | 'value' = 'value'): null {
    this.problems.push(problem(this.#source.file, this.#source.at(path, part), message));
    return null;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
