import { createHash } from 'node:crypto';
import { searchIndex } from '../conditions/search/search-index.ts';
import type { ConditionContext } from '../core/condition.ts';
import { factPlan } from '../core/facts.ts';
import type { Ruleset } from '../core/ruleset.ts';
import { weakRules } from './checks/weak-only.ts';
import type { Definition } from './definitions.ts';
import type { ListEntry } from './lists.ts';
import { EMPTY_LIST, Lists, parseList } from './lists.ts';
import { lowestCooldown, POLICY_FILE, readPolicy } from './policy-file.ts';
import { CUSTOMERS_LIST, PROTECTED_LIST } from './policy-people.ts';
import type { Pack } from './packs.ts';
import type { Problem } from './problem.ts';
import { compareText, hasErrors, problem, sortProblems, START } from './problem.ts';
import { readRules } from './read-rules.ts';
import type { LoadedRule } from './rule-file.ts';
import { isStoryFile } from './story-file.ts';
import type { YamlSource } from './yaml-source.ts';
import { parseYaml } from './yaml-source.ts';

/** A ruleset with what tools need beside it. `loaded` also holds the rules whose mode is off. */
export interface LoadedRuleset extends Ruleset {
  loaded: readonly LoadedRule[];
  /** The same without what `packs:` and `overrides:` change of them: what their own tests are about. */
  asWritten: () => readonly LoadedRule[];
  /** What `define:` gives a name to. */
  definitions: readonly Definition[];
  /** The rule files as packs, by name. */
  packs: readonly Pack[];
  /** Names of the files it was made of. */
  files: readonly string[];
  warnings: readonly Problem[];
  /** Everybody the files protect, be it at one number only. */
  protectedAnywhere: ReadonlySet<string>;
  /** Some number sends warnings. */
  warnsAnywhere: boolean;
}

export interface RulesetOptions {
  /** Rules in monitor mode count as if they were enforced: to try what they would do. @default false */
  asEnforced?: boolean;
}

/** With `asWritten`, what `packs:` and `overrides:` say is left aside. */
type ParseOptions = RulesetOptions & { asWritten?: boolean };

export type LoadResult = { ok: true; ruleset: LoadedRuleset } | { ok: false; problems: Problem[] };

/**
 * Rules, lists and policy from the contents of a folder (name → text; `.txt` are lists, `policy.yaml` the policy, other `.yaml`
 * and `.yml` rules; stories are passed over). Reports every problem at once. Does not depend on the order of the map.
 */
export function parseRuleset(
  contents: ReadonlyMap<string, string>,
  { asEnforced = false, asWritten = false }: ParseOptions = {},
): LoadResult {
  const files = [...contents].filter(([name]) => !isStoryFile(name)).sort(([a], [b]) => compareText(a, b));
  const problems: Problem[] = [];
  const { lists, problems: listProblems } = readLists(files);
  const search = searchIndex();
  const context: ConditionContext = {
    values: (source) => ('any' in source ? source.any : lists.values(source.list)),
    search,
  };
  const sources: YamlSource[] = [];
  let policySource: YamlSource | null = null;
  let complete = true;
  for (const [file, content] of files.filter(([name]) => /\.ya?ml$/.test(name))) {
    const { source, whole, problems: syntax } = parseYaml(file, content.replace(/^\uFEFF/, ''));
    problems.push(...syntax);
    if (!whole) {
      complete = false;
      lists.expectMore();
    }
    if (source === null) continue;
    if (file === POLICY_FILE) policySource = source;
    else if (file === 'policy.yml') problems.push(problem(file, START, `name this file ${POLICY_FILE}`));
    else sources.push(source);
  }
  const { policies, problems: policyProblems } = readPolicy(policySource, lists);
  if (policySource !== null || !contents.has(POLICY_FILE)) problems.push(...policyProblems);
  problems.push(...listProblems.filter((one) => !isMeant(one, lists)));
  const {
    rules: loaded,
    definitions,
    packs,
    problems: faults,
  } = readRules(sources, lists, context, {
    complete,
    asEnforced,
    asWritten,
  });
  problems.push(...faults);
  if (policies !== null)
    problems.push(...weakRules(loaded, lowestCooldown(policies), (source) => context.values(source)));
  if (policies === null || hasErrors(problems)) return { ok: false, problems: sortProblems(problems) };
  search.seal();
  const { base, numbers } = policies;
  const active = loaded.filter(({ mode }) => mode !== 'off');
  const ruleset: LoadedRuleset = {
    hash: hashOf(files),
    rules: active.map(({ compiled }) => compiled),
    policy: base,
    policyFor: (id, display) =>
      numbers.get(id) ?? (display === null ? undefined : numbers.get(display)) ?? base,
    // Rules that ask for the score share one list of facts.
    plan: factPlan([...new Set(active.map(({ facts }) => facts))].flat()),
    loaded,
    asWritten: () => {
      if (!loaded.some(({ modeSetAt, overriddenBy }) => modeSetAt !== null || overriddenBy !== null))
        return loaded;
      const written = parseRuleset(contents, { asEnforced, asWritten: true });
      // A change may be what makes them fit to be loaded.
      return written.ok ? written.ruleset.loaded : loaded;
    },
    definitions,
    packs,
    warnsAnywhere: [base, ...numbers.values()].some(({ warn }) => warn !== undefined),
    files: files.map(([name]) => name),
    protectedAnywhere: new Set([base, ...numbers.values()].flatMap((one) => [...one.protectedSenders])),
    warnings: sortProblems([...problems, ...idle(loaded, files, lists)]),
  };
  return { ok: true, ruleset };
}

function readLists(files: readonly (readonly [string, string])[]): { lists: Lists; problems: Problem[] } {
  const lists = new Map<string, readonly ListEntry[]>();
  const problems: Problem[] = [];
  for (const [file, content] of files.filter(([name]) => name.endsWith('.txt'))) {
    const list = parseList(file, content.replace(/^\uFEFF/, ''));
    problems.push(...list.problems);
    lists.set(file, list.entries);
  }
  return { lists: new Lists(lists), problems };
}

/** Lists of words are there to be looked in; those of people may be empty. */
const isMeant = ({ file, message }: Problem, { mayBeEmpty }: Lists): boolean =>
  message === EMPTY_LIST && (mayBeEmpty.has(file) || file === PROTECTED_LIST || file === CUSTOMERS_LIST);

/** What does nothing, though it surely was meant to. Said only of rules that load: a broken one uses no list. */
function idle(
  loaded: readonly LoadedRule[],
  files: readonly (readonly [string, string])[],
  lists: Lists,
): Problem[] {
  const unused = files
    .filter(([file]) => file.endsWith('.txt') && !lists.used.has(file))
    .map(([file]) => problem(file, START, 'no rule uses this list', 'warning', 'unused-list'));
  return loaded.length > 0
    ? unused
    : [...unused, problem('.', START, 'there are no rules in this folder', 'warning', 'no-rules')];
}

/** Over names and contents, with lengths, so that no two folders can write the same bytes. */
function hashOf(files: readonly (readonly [string, string])[]): string {
  const hash = createHash('sha256');
  for (const [name, content] of files) hash.update(JSON.stringify([name, content]));
  return hash.digest('hex').slice(0, 16);
}
