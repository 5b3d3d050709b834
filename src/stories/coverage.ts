import type { RuleResult } from '../core/decision.ts';
import { groupBy } from '../core/group-by.ts';
import type { RuleNode } from '../core/rule-node.ts';
import { nodesBelow } from '../core/rule-node.ts';
import type { LoadedRuleset } from '../ruleset/parse.ts';
import type { Position } from '../ruleset/problem.ts';

/** What tests and stories never saw of one rule, or of one condition in it or in a block of `define:`. */
export interface Gap extends Position {
  file: string;
  ruleId: string;
  /** null = the rule as a whole. */
  condition: string | null;
  never: readonly ('matched' | 'ignored' | 'true' | 'false')[];
}

export interface Coverage {
  rules: number;
  /** Rules that matched, and that did not match, at least once. */
  matched: number;
  ignored: number;
  conditions: number;
  /** Conditions seen both true and false. */
  bothWays: number;
  /** 0 to 100, rounded down: of everything that could have been seen, so much was. */
  percent: number;
  gaps: readonly Gap[];
}

interface Point extends Position {
  file: string;
  ruleId: string;
  path: string;
}

/** Notes which rules and conditions answered yes and which no. */
export class CoverageNotes {
  readonly #yes = new Set<string>();
  readonly #no = new Set<string>();

  note = (result: RuleResult): void => {
    const { ruleId, matched, conditions } = result;
    this.#see(ruleId, matched);
    for (const { path, matched: held } of conditions) this.#see(keyOf(ruleId, path), held);
  };

  /** Of the rules `isWanted` takes. */
  of(
    { loaded }: Pick<LoadedRuleset, 'loaded'>,
    isWanted: (ruleId: string) => boolean = () => true,
  ): Coverage {
    const rules = loaded.filter(({ id }) => isWanted(id));
    const points = [...pointsOf(rules).entries()];
    const missing = (key: string, yes: 'matched' | 'true', no: 'ignored' | 'false'): Gap['never'] => [
      ...(this.#yes.has(key) ? [] : [yes]),
      ...(this.#no.has(key) ? [] : [no]),
    ];
    const ofRules = rules.map(({ id: ruleId, file, line, column }): Gap => ({
      ...{ file, line, column, ruleId, condition: null },
      never: missing(ruleId, 'matched', 'ignored'),
    }));
    const ofConditions = points.map(([key, { path, ...point }]): Gap => ({
      ...{ ...point, condition: path },
      never: missing(key, 'true', 'false'),
    }));
    const all = [...ofRules, ...ofConditions];
    const seen = all.reduce((sum, { never }) => sum + 2 - never.length, 0);
    return {
      rules: rules.length,
      matched: rules.filter(({ id }) => this.#yes.has(id)).length,
      ignored: rules.filter(({ id }) => this.#no.has(id)).length,
      conditions: points.length,
      bothWays: ofConditions.filter(({ never }) => never.length === 0).length,
      percent: all.length === 0 ? 100 : Math.floor((100 * seen) / (2 * all.length)),
      gaps: inOrder(
        rules.map(({ id }) => id),
        all.filter(({ never }) => never.length > 0),
      ),
    };
  }

  #see(key: string, is: boolean): void {
    (is ? this.#yes : this.#no).add(key);
  }
}

/** Conditions of a block stand once, however many rules use it. */
const keyOf = (ruleId: string, path: string): string =>
  path.startsWith('define.') ? path : `${ruleId}|${path}`;

/** Every condition that leaves a trace, by its key. */
function pointsOf(rules: LoadedRuleset['loaded']): Map<string, Point> {
  const points = new Map<string, Point>();
  for (const { id: ruleId, when, unless } of rules) {
    const visit = (node: RuleNode): void => {
      if ('path' in node) {
        const { path, file, at } = node;
        const key = keyOf(ruleId, path);
        if (!points.has(key)) points.set(key, { ruleId, path, file, line: at.line, column: at.column });
      }
      if (node.kind === 'use') visit(node.block.node);
      for (const child of nodesBelow(node)) visit(child);
    };
    visit(when);
    if (unless !== null) visit(unless);
  }
  return points;
}

/** A rule, then its conditions. */
function inOrder(ids: readonly string[], gaps: readonly Gap[]): Gap[] {
  const byRule = groupBy(gaps, ({ ruleId }) => ruleId);
  return ids.flatMap((id) => byRule.get(id) ?? []);
}
