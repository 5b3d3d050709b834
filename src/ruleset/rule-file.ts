import type { RuleMode } from '../core/decision.ts';
import { evaluateRule } from '../core/evaluate.ts';
import type { FactRequest } from '../core/facts.ts';
import type { MatchedNode, RuleNode, RuleSpec, ScoreNode } from '../core/rule-node.ts';
import type { CompiledRule } from '../core/ruleset.ts';
import { compileExceptions } from './exceptions.ts';
import { isRecord } from './is-record.ts';
import type { Override } from './overrides.ts';
import type { PackSwitch } from './packs.ts';
import { packOf } from './packs.ts';
import type { Position, Problem } from './problem.ts';
import { problem } from './problem.ts';
import { compileReason } from './reason.ts';
import type { RuleOverride, RuleSource, TestCase } from './rule-schema.ts';
import { ruleSchema } from './rule-schema.ts';
import type { Compiled, CompileContext } from './compiled.ts';
import type { CompiledWhen } from './when.ts';
import { compileWhen } from './when.ts';
import type { Path, YamlSource } from './yaml-source.ts';
import { zodProblems } from './zod-problems.ts';

/** A rule with its place in the files, whatever its mode; what `overrides:` changes is changed. */
export interface LoadedRule
  extends Position, Pick<RuleSpec, 'score' | 'group' | 'then' | 'stop' | 'trust' | 'expires'> {
  id: string;
  file: string;
  description: string;
  mode: RuleMode;
  when: RuleNode;
  /** Holds when an exception applies; null when there is none. */
  unless: RuleNode | null;
  /** The rule as it stands in the file, before anything overrode it. */
  written: Readonly<Record<string, unknown>>;
  /** Where `overrides:` changes it and which keys; null when nothing does. */
  overriddenBy: Omit<Override, 'change'> | null;
  /** Where an override or a switch of its pack set its mode; null when it is the rule's own. */
  modeSetAt: (Position & { file: string }) | null;
  /** Names of the conditions it uses, those of the blocks it uses included. */
  conditions: readonly string[];
  /** The blocks it uses itself, by name. */
  uses: readonly string[];
  /** Where it asks for the answers of other rules, also by way of a block. */
  asks: readonly (MatchedNode | ScoreNode)[];
  /** What it takes to judge a message by it, the rules it asks for included. */
  facts: readonly FactRequest[];
  tests: readonly (Position & { expect: 'match' | 'ignore'; test: TestCase })[];
  compiled: CompiledRule;
  spec: RuleSpec;
}

/** What files say about rules and packs by their names. */
export interface Changes {
  overrides: ReadonlyMap<string, Override>;
  switches: ReadonlyMap<string, PackSwitch>;
}

/** Reads one rule; with any problem there is no result. */
export function readRule(
  source: YamlSource,
  path: Path,
  item: unknown,
  { overrides, switches }: Changes,
  context: CompileContext,
): { rule: LoadedRule | null; problems: Problem[] } {
  const { file } = source;
  if (!isRecord(item))
    return { rule: null, problems: [problem(file, source.at(path), 'expected a rule: a map of keys')] };
  const parsed = ruleSchema.safeParse(item);
  const problems = parsed.success ? [] : zodProblems(source, path, parsed.error, ruleSchema);
  const position = source.at('id' in item ? [...path, 'id'] : path, 'key');
  const { when, unless, found, problems: faults } = compileConditions(source, path, item, position, context);
  problems.push(...faults);
  const { reason, problems: placeholders } = reasonOf(item, found);
  // Of conditions nobody knows a reason may say what it likes.
  if (!found.some(({ partial }) => partial))
    problems.push(...placeholders.map((message) => problem(file, source.at([...path, 'reason']), message)));
  if (!parsed.success || when === null || unless === 'faulty') return { rule: null, problems };

  const override = overrides.get(parsed.data.id) ?? null;
  const pack = switches.get(packOf(file)) ?? null;
  // What is said of one rule outdoes what is said of its pack.
  const change = { ...(pack && { mode: pack.mode }), ...override?.change };
  const rule = changed(parsed.data, change, context.asEnforced);
  const parts = unless === null ? [when] : [when, unless];
  const names = new Set(parts.flatMap((part) => [...part.names]));
  const asks = [...new Set(parts.flatMap((part) => [...part.asks]))];
  if (problems.length > 0) return { rule: null, problems };

  const spec = specOf(rule, when.node, unless?.node ?? null, reason);
  const { score, group, then, stop, trust, expires } = spec;
  const loaded: LoadedRule = {
    id: rule.id,
    file,
    ...position,
    description: rule.description ?? '',
    mode: rule.mode,
    ...{ score, group, then, stop, trust, expires },
    when: when.node,
    unless: unless?.node ?? null,
    written: item,
    overriddenBy: override && { ...placeOf(override), keys: override.keys },
    modeSetAt: override?.change.mode === undefined ? pack && placeOf(pack) : placeOf(override),
    conditions: [...names],
    uses: [...new Set(parts.flatMap((part) => [...part.uses]))],
    asks,
    facts: [...new Set(parts.flatMap((part) => [...part.facts]))],
    tests: testsOf(source, [...path, 'tests'], rule.tests),
    compiled: { id: rule.id, evaluate: (input, inquiry) => evaluateRule(spec, input, inquiry) },
    spec,
  };
  return { rule: loaded, problems };
}

/** What stands in for a reason that is not given may hold no placeholders either. */
function reasonOf(
  item: Record<string, unknown>,
  found: readonly CompiledWhen['found'][],
): ReturnType<typeof compileReason> {
  const template = [item.reason, item.description, item.id].find((text) => typeof text === 'string') ?? '';
  const asks = found.flatMap((part) => [...part.asks].map(({ kind }) => kind));
  return compileReason(template, new Set(found.flatMap(({ names }) => [...names])), new Set(asks));
}

function compileConditions(
  source: YamlSource,
  path: Path,
  item: Record<string, unknown>,
  position: Position,
  context: CompileContext,
): {
  when: Compiled | null;
  unless: Compiled | 'faulty' | null;
  found: CompiledWhen['found'][];
  problems: Problem[];
} {
  const name = typeof item.id === 'string' ? `rule '${item.id}'` : 'the rule';
  const problems: Problem[] = [];
  const say = (message: string): unknown => problems.push(problem(source.file, position, message));
  if (!('when' in item)) say(`${name} has no 'when': without a condition it would match everything`);
  if (!('score' in item) && !('then' in item))
    say(`${name} has neither 'score' nor 'then', so it would do nothing`);
  const when = 'when' in item ? compileWhen(source, [...path, 'when'], item.when, context) : null;
  const unless =
    'unless' in item ? compileExceptions(source, [...path, 'unless'], item.unless, context) : null;
  problems.push(...(when?.problems ?? []), ...(unless?.problems ?? []));
  return {
    when: when?.compiled ?? null,
    unless: unless === null ? null : (unless.compiled ?? 'faulty'),
    found: [when, unless].flatMap((part) => part?.found ?? []),
    problems,
  };
}

const specOf = (
  rule: RuleSource,
  when: RuleNode,
  unless: RuleNode | null,
  reason: RuleSpec['reason'],
): RuleSpec => ({
  ruleId: rule.id,
  mode: rule.mode,
  score: rule.score ?? 0,
  group: rule.group ?? null,
  then: rule.then ?? null,
  stop: rule.stop,
  trust: rule.trust,
  expires: rule.expires ?? null,
  asked: false,
  node: unless === null ? when : { kind: 'all', nodes: [when, { kind: 'not', nodes: [unless] }] },
  reason,
});

function changed(rule: RuleSource, change: RuleOverride, asEnforced: boolean): RuleSource {
  const { mode: said = rule.mode, score = rule.score, then = rule.then } = change;
  const { expires = rule.expires, trust = rule.trust } = change;
  const mode = asEnforced && said === 'monitor' ? 'enforce' : said;
  return { ...rule, mode, score, then, expires, trust };
}

const placeOf = ({ file, line, column }: Position & { file: string }): Position & { file: string } => ({
  file,
  line,
  column,
});

function testsOf(source: YamlSource, path: Path, tests: RuleSource['tests']): LoadedRule['tests'] {
  const of = (expect: 'match' | 'ignore'): LoadedRule['tests'] =>
    (tests?.[expect] ?? []).map((test, index) => ({ expect, test, ...source.at([...path, expect, index]) }));
  return [...of('match'), ...of('ignore')];
}
