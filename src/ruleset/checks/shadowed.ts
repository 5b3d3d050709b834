import { trustRank } from '../../core/trust.ts';
import type { Problem } from '../problem.ts';
import type { LoadedRule } from '../rule-file.ts';
import { finding } from './finding.ts';
import type { Gist } from './logic/may-entail.ts';
import { gistOf, mayEntail } from './logic/may-entail.ts';
import { entails } from './logic/solve.ts';
import { conditionsIn, nodesIn } from './nodes.ts';
import type { Check, Subject } from './subject.ts';

/** Comparing every rule with every other takes long where there are thousands; beyond this the rest is let be. */
const MAX_COMPARISONS = 5_000;

/** Rules whose score never counts, because another one always takes its place or ends the sum before. */
export const shadowedRules: Check = (subject) => {
  const comparing = new Comparison(subject);
  return comparing.rules.flatMap((rule, index) => {
    const by = comparing.shadowOf(rule, index);
    return by === null ? [] : [finding('shadowed', rule, by)];
  });
};

class Comparison {
  /** Those that count. */
  readonly rules: readonly LoadedRule[];
  readonly #formulas: Subject['formulas'];
  readonly #asked: ReadonlySet<string>;
  readonly #groups: ReadonlyMap<string, readonly LoadedRule[]>;
  readonly #stops: readonly number[];
  readonly #places: ReadonlyMap<LoadedRule, number>;
  readonly #gists = new Map<LoadedRule, Gist>();
  #left = MAX_COMPARISONS;

  constructor({ rules, formulas }: Subject) {
    this.rules = rules.filter(({ mode }) => mode === 'enforce');
    this.#formulas = formulas;
    this.#asked = new Set(rules.flatMap(matchedIn));
    this.#stops = this.rules.flatMap(({ stop }, index) => (stop ? [index] : []));
    this.#places = new Map(this.rules.map((rule, index) => [rule, index]));
    const groups = new Map<string, LoadedRule[]>();
    for (const rule of this.rules) {
      if (rule.group === null) continue;
      const group = groups.get(rule.group) ?? [];
      groups.set(rule.group, group);
      group.push(rule);
    }
    this.#groups = groups;
  }

  /** Why the rule's score never counts; null when it may, when it demands something by name, or when others ask whether it matched. */
  shadowOf(rule: LoadedRule, index: number): string | null {
    if (rule.score === 0 || rule.then !== null || this.#asked.has(rule.id)) return null;
    for (const at of this.#stops) {
      const other = this.rules[at];
      if (at >= index || other === undefined) break;
      if (this.#takesPlace(rule, other))
        return `the score of rule '${rule.id}' never counts: wherever it matches, rule '${other.id}' stops the sum before it`;
    }
    for (const other of this.#groups.get(rule.group ?? '') ?? []) {
      const at = this.#places.get(other) ?? 0;
      const wins = other.score > rule.score || (other.score === rule.score && at < index);
      const cutOff = at > index && this.#stops.some((stop) => stop >= index && stop < at);
      if (other !== rule && wins && !cutOff && this.#takesPlace(rule, other))
        return `the score of rule '${rule.id}' never counts: wherever it matches, rule '${other.id}' of the same group counts instead`;
    }
    return null;
  }

  #takesPlace(rule: LoadedRule, other: LoadedRule): boolean {
    if (!isAsReliable(other, rule) || this.#left <= 0) return false;
    if (!mayEntail(this.#gistOf(rule), this.#gistOf(other))) return false;
    this.#left -= 1;
    return entails(this.#formulas.ofRule(rule), this.#formulas.ofRule(other));
  }

  #gistOf(rule: LoadedRule): Gist {
    const gist = this.#gists.get(rule) ?? gistOf(this.#formulas.ofRule(rule));
    this.#gists.set(rule, gist);
    return gist;
  }
}

/** That the other one acts wherever this one may: against people as trusted, and as long. */
function isAsReliable(other: LoadedRule, rule: LoadedRule): boolean {
  const speaksFor = ({ score, then }: LoadedRule): boolean =>
    then === null ? score <= 0 : then.action === 'allow';
  const trusted = speaksFor(other) || (!speaksFor(rule) && trustRank(other.trust) >= trustRank(rule.trust));
  return trusted && (other.expires?.at ?? Infinity) >= (rule.expires?.at ?? Infinity);
}

const matchedIn = ({ when, unless }: LoadedRule): string[] =>
  [when, ...(unless === null ? [] : [unless])]
    .flatMap((node) => [...nodesIn(node)])
    .flatMap((node) => (node.kind === 'matched' ? node.ids : []));

/** Rules that count for exactly the same messages. */
export const sameWhen: Check = ({ rules }) => {
  const first = new Map<string, LoadedRule>();
  const found: Problem[] = [];
  for (const rule of rules) {
    const { mode, trust, expires, group, written } = rule;
    if (mode !== 'enforce' || conditionsIn(rule).length === 0) continue;
    const key = canonical([written['when'], written['unless'] ?? null, trust, expires]);
    const other = first.get(key);
    if (other === undefined) first.set(key, rule);
    // In one group the weaker one is shadowed, which is said already.
    else if (group === null || group !== other.group) {
      const message = `rule '${rule.id}' matches the same messages as rule '${other.id}' (${other.file}:${other.line}); one rule can hold both scores`;
      found.push(finding('same-when', rule, message));
    }
  }
  return found;
};

/** Equal for values that differ in nothing but the order of their keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
}
