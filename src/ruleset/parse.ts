import { createHash } from 'node:crypto';
import type { ConditionContext } from '../core/condition.ts';
import { factPlan } from '../core/facts.ts';
import type { Ruleset } from '../core/ruleset.ts';
import type { ListEntry } from './lists.ts';
import { Lists, parseList } from './lists.ts';
import { POLICY_FILE, PROTECTED_LIST, readPolicy } from './policy-file.ts';
import type { Problem } from './problem.ts';
import { compareText, hasErrors, problem, sortProblems, START } from './problem.ts';
import type { LoadedRule } from './rule-file.ts';
import { readRules } from './rule-file.ts';
import type { YamlSource } from './yaml-source.ts';
import { parseYaml } from './yaml-source.ts';

/** A ruleset with what tools need beside it. `loaded` also holds the rules whose mode is off. */
export interface LoadedRuleset extends Ruleset {
  loaded: readonly LoadedRule[];
  /** Names of the files it was made of. */
  files: readonly string[];
  warnings: readonly Problem[];
  /** Everybody the files protect, be it at one number only. */
  protectedAnywhere: ReadonlySet<string>;
}

export type LoadResult = { ok: true; ruleset: LoadedRuleset } | { ok: false; problems: Problem[] };

const MAX_RULES = 5000;

/**
 * Rules, lists and policy from the contents of a folder (name → text; `.txt` are lists, `policy.yaml` the policy, other `.yaml`
 * and `.yml` rules). Reports every problem at once. Does not depend on the order of the map.
 */
export function parseRuleset(contents: ReadonlyMap<string, string>): LoadResult {
  const files = [...contents].sort(([a], [b]) => compareText(a, b));
  const problems: Problem[] = [];
  const lists = readLists(files, problems);
  const context: ConditionContext = {
    values: (source) => ('any' in source ? source.any : lists.values(source.list)),
  };
  const loaded: LoadedRule[] = [];
  let policySource: YamlSource | null = null;
  for (const [file, content] of files.filter(([name]) => /\.ya?ml$/.test(name))) {
    const { source, problems: syntax } = parseYaml(file, content.replace(/^\uFEFF/, ''));
    problems.push(...syntax);
    if (source === null) continue;
    if (file === POLICY_FILE) policySource = source;
    else if (file === 'policy.yml') problems.push(problem(file, START, `name this file ${POLICY_FILE}`));
    else {
      const { rules, problems: faults } = readRules(source, context);
      problems.push(...faults);
      loaded.push(...rules);
    }
  }
  const { policies, problems: policyProblems } = readPolicy(policySource, lists);
  if (policySource !== null || !contents.has(POLICY_FILE)) problems.push(...policyProblems);
  problems.push(...checkTogether(loaded));
  if (policies === null || hasErrors(problems)) return { ok: false, problems: sortProblems(problems) };
  const { base, numbers } = policies;
  const active = loaded.filter(({ mode }) => mode !== 'off');
  const ruleset: LoadedRuleset = {
    hash: hashOf(files),
    rules: active.map(({ compiled }) => compiled),
    policy: base,
    policyFor: (id, display) =>
      numbers.get(id) ?? (display === null ? undefined : numbers.get(display)) ?? base,
    plan: factPlan(active.flatMap(({ facts }) => facts)),
    loaded,
    files: files.map(([name]) => name),
    protectedAnywhere: new Set([base, ...numbers.values()].flatMap((one) => [...one.protectedSenders])),
    warnings: sortProblems([...problems, ...idle(loaded, files, lists)]),
  };
  return { ok: true, ruleset };
}

function readLists(files: readonly (readonly [string, string])[], problems: Problem[]): Lists {
  const lists = new Map<string, readonly ListEntry[]>();
  for (const [file, content] of files.filter(([name]) => name.endsWith('.txt'))) {
    const list = parseList(file, content.replace(/^\uFEFF/, ''));
    // Nobody needs protection on the first day; every other list is there to be looked in.
    const mayBeEmpty = file === PROTECTED_LIST && list.entries.length === 0;
    if (!mayBeEmpty) problems.push(...list.problems);
    lists.set(file, list.entries);
  }
  return new Lists(lists);
}

function checkTogether(loaded: readonly LoadedRule[]): Problem[] {
  const problems: Problem[] = [];
  const first = new Map<string, LoadedRule>();
  for (const rule of loaded) {
    const other = first.get(rule.id);
    if (other === undefined) first.set(rule.id, rule);
    else
      problems.push(problem(rule.file, rule, `the id '${rule.id}' is taken by ${other.file}:${other.line}`));
  }
  const surplus = loaded[MAX_RULES];
  if (surplus !== undefined) {
    problems.push(
      problem(surplus.file, surplus, `${loaded.length} rules; at most ${MAX_RULES} are possible`),
    );
  }
  return problems;
}

/** What does nothing, though it surely was meant to. Said only of rules that load: a broken one uses no list. */
function idle(
  loaded: readonly LoadedRule[],
  files: readonly (readonly [string, string])[],
  lists: Lists,
): Problem[] {
  const unused = files
    .filter(([file]) => file.endsWith('.txt') && !lists.used.has(file))
    .map(([file]) => problem(file, START, 'no rule uses this list', 'warning'));
  return loaded.length > 0
    ? unused
    : [...unused, problem('.', START, 'there are no rules in this folder', 'warning')];
}

/** Over names and contents, with lengths, so that no two folders can write the same bytes. */
function hashOf(files: readonly (readonly [string, string])[]): string {
  const hash = createHash('sha256');
  for (const [name, content] of files) hash.update(JSON.stringify([name, content]));
  return hash.digest('hex').slice(0, 16);
}
