import { CONDITION_BY_NAME } from '../conditions/index.ts';
import type { MatchedNode, Place, RuleNode, ScoreNode } from '../core/rule-node.ts';
import type { CompileContext, Compiled } from './compiled.ts';
import { Findings } from './compiled.ts';
import { conditionNode } from './condition-node.ts';
import { isRecord } from './is-record.ts';
import { atLeastOf, blockNamesIn, ruleIdsIn, UsageError } from './operators.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import { compileScoreBounds, scoreBoundsSchema } from './score-bounds.ts';
import { didYouMean } from './suggest.ts';
import type { Path, YamlSource } from './yaml-source.ts';
import { zodProblems } from './zod-problems.ts';

const GROUPS = ['all', 'any', 'not'] as const;
/** What may stand beside conditions in a block. */
export const OPERATORS = [...GROUPS, 'at_least', 'matched', 'score', 'use'] as const;
/** People write them beside a condition instead of inside it. */
const OPTIONS: readonly string[] = ['at_most', 'below', 'above', 'within', 'list'];

const MAX_DEPTH = 16;
const MAX_CONDITIONS = 200;
/** Blocks that use blocks many times over could stand for more than any check could ever look at. */
const MAX_SPELLED_OUT = 20_000;

/** With problems there is nothing compiled, but what could be told of it. */
export interface CompiledWhen {
  compiled: Compiled | null;
  problems: Problem[];
  found: Pick<Findings, 'names' | 'asks' | 'partial'>;
}

/**
 * Compiles the conditions at `path` of a file: a map of them, all of which must hold. `label` begins the paths explanations show,
 * `shared` = many rules may use them. All problems are reported at once; with any, there is no result.
 */
export function compileWhen(
  source: YamlSource,
  path: Path,
  value: unknown,
  context: CompileContext,
  { label = 'when', shared = false } = {},
): CompiledWhen {
  const compiler = new WhenCompiler(source, context, shared);
  const node = compiler.block(value, path, label, 0);
  const { found } = compiler;
  const isSound = found.problems.length === 0 && !found.faulty && node !== null;
  return { compiled: isSound ? found.with(node) : null, problems: found.problems, found };
}

class WhenCompiler {
  readonly found = new Findings();
  readonly #source: YamlSource;
  readonly #context: CompileContext;
  readonly #shared: boolean;
  #conditions = 0;

  constructor(source: YamlSource, context: CompileContext, shared: boolean) {
    this.#source = source;
    this.#context = context;
    this.#shared = shared;
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
    return allOf(keys.map((key) => this.#entry(key, value[key], [...path, key], label, depth)));
  }

  #entry(key: string, value: unknown, path: Path, label: string, depth: number): RuleNode | null {
    const inner = `${label}.${key}`;
    const group = GROUPS.find((known) => known === key);
    try {
      if (group !== undefined) {
        const nodes = this.#list(group, value, path, inner, depth);
        return nodes && { kind: group, nodes };
      }
      if (key === 'at_least') return this.#atLeast(value, path, inner, depth);
      this.#conditions += 1;
      if (key !== 'use') this.found.size += 1;
      if (this.#conditions === MAX_CONDITIONS + 1)
        return this.#fail(path, `there are more than ${MAX_CONDITIONS} conditions here`, 'key');
      if (key === 'use') return this.#use(value, path, inner);
      if (key === 'matched') return this.#matched(value, path, inner);
      if (key === 'score') return this.#score(value, path, inner);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return this.#fail([...path, ...error.path], error.message, error.part);
    }
    return this.#condition(key, value, path, inner);
  }

  /** The blocks of a list; null when it is none. */
  #list(name: string, value: unknown, path: Path, label: string, depth: number): RuleNode[] | null {
    if (!Array.isArray(value))
      return this.#fail(path, `'${name}' takes a list: put '- ' before each of its conditions`);
    if (value.length === 0) return this.#fail(path, `'${name}' is empty`);
    const items: unknown[] = value;
    const nodes = items.map((item, index) =>
      this.block(item, [...path, index], `${label}[${index}]`, depth + 1),
    );
    return nodes.filter((node) => node !== null);
  }

  #atLeast(value: unknown, path: Path, label: string, depth: number): RuleNode | null {
    const { n, of } = atLeastOf(value);
    const nodes = this.#list('of', of, [...path, 'of'], label, depth);
    return nodes && { kind: 'at_least', n, nodes, ...this.#place(path, label) };
  }

  #use(value: unknown, path: Path, label: string): RuleNode | null {
    const nodes = blockNamesIn(value).map((name): RuleNode | null => {
      const { compiled, block, message } = this.#context.blocks.use(name);
      if (compiled === null) {
        this.found.faulty = true;
        this.found.partial = true;
        const own = Array.isArray(value) ? [...path, value.indexOf(name)] : path;
        return message === null ? null : this.#fail(own, message);
      }
      const fits = this.found.size <= MAX_SPELLED_OUT;
      this.found.take(name, compiled);
      if (fits && this.found.size > MAX_SPELLED_OUT)
        return this.#fail(
          path,
          `with what it uses spelled out, this has more than ${MAX_SPELLED_OUT} conditions`,
        );
      return { kind: 'use', block, ...this.#place(path, label) };
    });
    return allOf(nodes);
  }

  #matched(value: unknown, path: Path, label: string): RuleNode {
    const ids = ruleIdsIn(value);
    const { ids: known } = this.#context;
    for (const id of ids)
      if (known?.has(id) === false)
        this.#fail(path, `there is no rule '${id}'${didYouMean(id, known)}`, 'key');
    const node: MatchedNode = { kind: 'matched', ids, rules: [], ...this.#place(path, label) };
    this.found.asks.add(node);
    return node;
  }

  #score(value: unknown, path: Path, label: string): RuleNode | null {
    const parsed = scoreBoundsSchema.safeParse(value);
    if (!parsed.success) {
      this.found.problems.push(...zodProblems(this.#source, path, parsed.error, scoreBoundsSchema));
      return null;
    }
    const bounds = compileScoreBounds(parsed.data);
    const of = this.#context.scored;
    const node: ScoreNode = { kind: 'score', options: value, of, ...bounds, ...this.#place(path, label) };
    this.found.asks.add(node);
    return node;
  }

  #condition(name: string, value: unknown, path: Path, label: string): RuleNode | null {
    const registered = CONDITION_BY_NAME.get(name);
    if (registered === undefined) {
      this.found.partial = true;
      const hint = OPTIONS.includes(name)
        ? `; '${name}' belongs inside one, e.g. links.count: { at_most: 3 }`
        : didYouMean(name, [...CONDITION_BY_NAME.keys(), ...OPERATORS]);
      return this.#fail(path, `unknown condition '${name}'${hint}`, 'key');
    }
    const at = { place: this.#place(path, label), shared: this.#shared };
    const where = { source: this.#source, path };
    return conditionNode(registered, value, at, where, this.#context, this.found);
  }

  #place(path: Path, label: string): Place {
    return { path: label, file: this.#source.file, at: this.#source.at(path, 'key') };
  }

  #fail(path: Path, message: string, part: 'key' | 'value' = 'value'): null {
    this.found.problems.push(problem(this.#source.file, this.#source.at(path, part), message));
    return null;
  }
}

/** Null stands for what could not be compiled and was reported. */
function allOf(nodes: readonly (RuleNode | null)[]): RuleNode | null {
  const [only = null] = nodes;
  return nodes.length === 1 ? only : { kind: 'all', nodes: nodes.filter((node) => node !== null) };
}
