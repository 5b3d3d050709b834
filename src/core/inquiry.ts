import type { ConditionInput, ConditionResult } from './condition.ts';
import type { RuleResult } from './decision.ts';
import type { Block, BoundCondition, RuleNode, RuleSpec } from './rule-node.ts';
import { scoreLines, total } from './score-lines.ts';

/**
 * One message put to the rules. Keeps what several of them ask for: the answers of rules that others name, of blocks and of the
 * conditions in them, and the score.
 */
export class Inquiry {
  readonly input: ConditionInput;
  readonly #judge: (rule: RuleSpec, inquiry: Inquiry) => RuleResult;
  readonly #results = new Map<RuleSpec, RuleResult>();
  readonly #blocks = new Map<Block, boolean>();
  readonly #conditions = new Map<BoundCondition, ConditionResult>();
  readonly #scores = new Map<readonly RuleSpec[], number>();

  constructor(input: ConditionInput, judge: (rule: RuleSpec, inquiry: Inquiry) => RuleResult) {
    this.input = input;
    this.#judge = judge;
  }

  result(rule: RuleSpec): RuleResult {
    return remembered(this.#results, rule, () => this.#judge(rule, this));
  }

  /** The sum of these rules' points, as a decision would count them. */
  score(rules: readonly RuleSpec[]): number {
    return remembered(this.#scores, rules, () =>
      total(scoreLines(rules.map((rule) => this.result(rule)).filter(({ matched }) => matched))),
    );
  }

  block(block: Block): boolean {
    return remembered(this.#blocks, block, () => this.holds(block.node));
  }

  condition(bound: BoundCondition): ConditionResult {
    return bound.shared
      ? remembered(this.#conditions, bound, () => bound.test(this.input))
      : bound.test(this.input);
  }

  /** Asks no more conditions than it takes to know. */
  holds(node: RuleNode): boolean {
    switch (node.kind) {
      case 'condition':
        return this.condition(node).matched;
      case 'all':
        for (const child of node.nodes) if (!this.holds(child)) return false;
        return true;
      case 'any':
        return this.#some(node.nodes);
      case 'not':
        return !this.#some(node.nodes);
      case 'at_least':
        return this.#reaches(node.n, node.nodes);
      case 'use':
        return this.block(node.block);
      case 'matched':
        return node.rules.some((rule) => this.result(rule).matched);
      case 'score':
        return node.holds(this.score(node.of));
    }
  }

  #some(nodes: readonly RuleNode[]): boolean {
    for (const node of nodes) if (this.holds(node)) return true;
    return false;
  }

  #reaches(n: number, nodes: readonly RuleNode[]): boolean {
    let missing = n;
    let left = nodes.length;
    for (const node of nodes) {
      if (missing === 0 || left < missing) break;
      left -= 1;
      if (this.holds(node)) missing -= 1;
    }
    return missing === 0;
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, work: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = work();
  known.set(key, value);
  return value;
}
