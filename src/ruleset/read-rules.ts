import type { ConditionContext } from '../core/condition.ts';
import type { RuleSpec } from '../core/rule-node.ts';
import { Blocks } from './blocks.ts';
import type { Definition } from './definitions.ts';
import { readDefinitions } from './definitions.ts';
import { isRecord } from './is-record.ts';
import { linkRules } from './link.ts';
import type { Lists } from './lists.ts';
import { readOverrides } from './overrides.ts';
import type { Pack } from './packs.ts';
import { packsOf, readPackSwitches } from './packs.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { LoadedRule } from './rule-file.ts';
import type { Changes } from './rule-file.ts';
import { readRule } from './rule-file.ts';
import type { Sections } from './sections.ts';
import { readSections } from './sections.ts';
import type { CompileContext } from './compiled.ts';
import type { YamlSource } from './yaml-source.ts';

const MAX_RULES = 5000;
const UNCHANGED: Changes = { overrides: new Map(), switches: new Map() };

/**
 * The rules of all files, definitions and overrides applied, tied to each other. Faulty ones are left out and reported.
 * `complete` is false when a file could not be read: a name nobody knows may stand there. `asEnforced`: see RulesetOptions; `asWritten`:
 * overrides and switches of packs are read, but change nothing.
 */
export function readRules(
  sources: readonly YamlSource[],
  lists: Lists,
  conditions: ConditionContext,
  { complete, asEnforced, asWritten }: { complete: boolean; asEnforced: boolean; asWritten: boolean },
): { rules: LoadedRule[]; definitions: Definition[]; packs: Pack[]; problems: Problem[] } {
  const read = sources.map(readSections);
  const problems = read.flatMap((one) => one.problems);
  const files = read.map(({ sections }) => sections).filter((sections) => sections !== null);
  const blocks = new Blocks(lists, complete);
  const scored: RuleSpec[] = [];
  const ids = complete ? writtenIds(files) : null;
  const context: CompileContext = { conditions, lists, blocks, ids, scored, asEnforced };
  const { definitions, problems: faults } = readDefinitions(files, { lists, blocks }, context);
  const { overrides, problems: overridden } = readOverrides(files, ids);
  const { switches, problems: switched } = readPackSwitches(files, complete);
  blocks.compileAll();
  problems.push(...faults, ...overridden, ...switched, ...blocks.problems);
  const changes = asWritten ? UNCHANGED : { overrides, switches };
  const loaded = files.flatMap(({ source, rules }) =>
    rules.flatMap((item, index) => {
      const { rule, problems: own } = readRule(source, ['rules', index], item, changes, context);
      problems.push(...own);
      return rule === null ? [] : [rule];
    }),
  );
  problems.push(...takenIds(files), ...tooMany(loaded));
  const linked = linkRules(loaded, scored);
  problems.push(...linked.problems);
  return {
    rules: linked.rules,
    definitions: withUse(definitions, loaded, lists, blocks),
    packs: packsOf(files, loaded, switches),
    problems,
  };
}

/** Every rule id in the files, those of faulty rules included: naming them is no second mistake. */
const writtenIds = (files: readonly Sections[]): Set<string> =>
  new Set(files.flatMap(({ rules }) => rules.flatMap((item) => idOf(item) ?? [])));

const idOf = (item: unknown): string | null =>
  isRecord(item) && typeof item.id === 'string' ? item.id : null;

function takenIds(files: readonly Sections[]): Problem[] {
  const problems: Problem[] = [];
  const first = new Map<string, string>();
  for (const { source, rules } of files) {
    for (const [index, item] of rules.entries()) {
      const id = idOf(item);
      if (id === null) continue;
      const position = source.at(['rules', index, 'id'], 'key');
      const other = first.get(id);
      if (other === undefined) first.set(id, `${source.file}:${position.line}`);
      else problems.push(problem(source.file, position, `the id '${id}' is taken by ${other}`));
    }
  }
  return problems;
}

function tooMany(loaded: readonly LoadedRule[]): Problem[] {
  const surplus = loaded[MAX_RULES];
  if (surplus === undefined) return [];
  const message = `${loaded.length} rules; at most ${MAX_RULES} are possible`;
  return [problem(surplus.file, surplus, message)];
}

function withUse(
  definitions: readonly Omit<Definition, 'used'>[],
  loaded: readonly LoadedRule[],
  lists: Lists,
  blocks: Blocks,
): Definition[] {
  const used = new Set<string>();
  const reach = (names: Iterable<string>): void => {
    for (const name of names) {
      if (used.has(name)) continue;
      used.add(name);
      reach(blocks.use(name).compiled?.uses ?? []);
    }
  };
  reach(loaded.flatMap(({ uses }) => uses));
  return definitions.map((definition) => {
    const { name, kind } = definition;
    return { ...definition, used: kind === 'block' ? used.has(name) : lists.used.has(name) };
  });
}
