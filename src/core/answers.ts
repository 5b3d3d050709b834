import type { ConditionResult } from './condition.ts';
import type { ConditionTrace } from './decision.ts';
import { fill } from './fill.ts';
import type { Inquiry } from './inquiry.ts';
import type { Block, MatchedNode, RuleNode } from './rule-node.ts';

/** What one condition (or `matched`, `score`, `at_least`, `use`) said. Most texts are never read, so they are written only when somebody asks. */
export class Answer implements ConditionTrace {
  readonly path: string;
  readonly name: string;
  readonly matched: boolean;
  readonly wanted: boolean;
  readonly result: ConditionResult;
  readonly #explain: string;

  constructor(of: { path: string; name: string; explain: string }, result: ConditionResult, wanted: boolean) {
    this.path = of.path;
    this.name = of.name;
    this.matched = result.matched;
    this.wanted = wanted;
    this.result = result;
    this.#explain = of.explain;
  }

  get text(): string {
    return fill(this.#explain, this.result.data);
  }

  toJSON(): ConditionTrace {
    const { path, name, matched, wanted, text } = this;
    return { path, name, matched, wanted, text };
  }
}

/** Asks everything, also where the answer is known already: the numbers are the explanation. A block is told once a rule. */
export function answersOf(node: RuleNode, inquiry: Inquiry): { holds: boolean; answers: Answer[] } {
  const collector = new Collector(inquiry);
  const holds = collector.ask(node, true);
  return { holds, answers: collector.answers };
}

class Collector {
  readonly answers: Answer[] = [];
  readonly #inquiry: Inquiry;
  readonly #told = new Map<Block, Set<boolean>>();

  constructor(inquiry: Inquiry) {
    this.#inquiry = inquiry;
  }

  ask(node: RuleNode, wanted: boolean): boolean {
    switch (node.kind) {
      case 'condition':
        return this.#say(node, this.#inquiry.condition(node), wanted);
      case 'all':
        return this.#count(node.nodes, wanted) === node.nodes.length;
      case 'any':
        return this.#count(node.nodes, wanted) > 0;
      case 'not':
        return this.#count(node.nodes, !wanted) === 0;
      case 'at_least': {
        const place = this.answers.length;
        const count = this.#count(node.nodes, wanted);
        const { path, n } = node;
        const about = { path, name: 'at_least', explain: '{count} of {of}, wanted at least {limit}' };
        const data = { count, of: node.nodes.length, limit: n };
        this.answers.splice(place, 0, new Answer(about, { matched: count >= n, data }, wanted));
        return count >= n;
      }
      case 'use':
        return this.#use(node, wanted);
      case 'matched': {
        const about = { path: node.path, name: 'matched', explain: '{text}' };
        return this.#say(about, sayMatched(node, this.#inquiry), wanted);
      }
      case 'score': {
        const score = this.#inquiry.score(node.of);
        const about = { path: node.path, name: 'score', explain: 'score {score} ({limit})' };
        const data = { score, limit: node.limit };
        return this.#say(about, { matched: node.holds(score), data }, wanted);
      }
    }
  }

  #count(nodes: readonly RuleNode[], wanted: boolean): number {
    let met = 0;
    for (const node of nodes) if (this.ask(node, wanted)) met += 1;
    return met;
  }

  #use({ path, block }: RuleNode & { kind: 'use' }, wanted: boolean): boolean {
    const matched = this.#inquiry.block(block);
    const about = { path, name: 'use', explain: matched ? '{block} holds' : '{block} does not hold' };
    this.#say(about, { matched, data: { block: block.name } }, wanted);
    const told = this.#told.get(block) ?? new Set();
    this.#told.set(block, told);
    if (told.has(wanted)) return matched;
    told.add(wanted);
    return this.ask(block.node, wanted);
  }

  #say(
    about: { path: string; name: string; explain: string },
    result: ConditionResult,
    wanted: boolean,
  ): boolean {
    this.answers.push(new Answer(about, result, wanted));
    return result.matched;
  }
}

function sayMatched({ ids, rules }: MatchedNode, inquiry: Inquiry): ConditionResult {
  const results = rules.map((rule) => inquiry.result(rule)).filter(({ matched }) => matched);
  const names = results.map(({ ruleId }) => ruleId);
  const plural = (list: readonly string[]): string =>
    `${list.length === 1 ? 'rule' : 'rules'} ${list.join(', ')}`;
  const text =
    names.length > 0
      ? `${plural(names)} matched`
      : ids.length === 1
        ? `${plural(ids)} did not match`
        : `none of the ${plural(ids)} matched`;
  return {
    matched: names.length > 0,
    data: { text, rules: names.join(', ') },
    words: results.flatMap(({ words }) => words),
  };
}
