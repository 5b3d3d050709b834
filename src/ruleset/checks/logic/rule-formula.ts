import type { BoundCondition, RuleNode, ScoreNode } from '../../../core/rule-node.ts';
import { AMOUNTS } from './amounts.ts';
import { CHOICES } from './choices.ts';
import type { Formula } from './formula.ts';
import { atLeast, every, literal, negate, some } from './formula.ts';
import { HITS } from './hits.ts';
import type { Meaning, ValuesOf } from './meaning.ts';
import { satisfiable } from './solve.ts';
import { choice, real } from './variable.ts';

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(Object.entries({ ...AMOUNTS, ...CHOICES, ...HITS }));

/** What a node says whatever stands around it. */
export type Verdict = 'always' | 'never' | 'sometimes';

/** Turns what rules ask into formulas; each node once, however often it is asked about. */
export class Formulas {
  readonly #values: ValuesOf;
  readonly #known = new WeakMap<RuleNode, Formula>();
  readonly #verdicts = new WeakMap<RuleNode, Verdict>();

  constructor(values: ValuesOf) {
    this.#values = values;
  }

  /** `without`: as if this node, an item of a `not` somewhere below, were missing. */
  of(node: RuleNode, without: RuleNode | null = null): Formula {
    if (without !== null) return this.#read(node, without);
    const known = this.#known.get(node) ?? this.#read(node, null);
    this.#known.set(node, known);
    return known;
  }

  /** A rule matches where its `when` holds and its `unless` does not. */
  ofRule(
    { when, unless }: { when: RuleNode; unless: RuleNode | null },
    without: RuleNode | null = null,
  ): Formula {
    const exceptions = unless === null ? [] : exceptionsIn(unless).filter((node) => node !== without);
    return every([this.of(when, without), ...exceptions.map((node) => negate(this.of(node)))]);
  }

  verdict(node: RuleNode): Verdict {
    const known = this.#verdicts.get(node);
    if (known !== undefined) return known;
    const formula = this.of(node);
    const verdict = !satisfiable(formula) ? 'never' : satisfiable(negate(formula)) ? 'sometimes' : 'always';
    this.#verdicts.set(node, verdict);
    return verdict;
  }

  #read(node: RuleNode, without: RuleNode | null): Formula {
    const below = (nodes: readonly RuleNode[]): Formula[] => nodes.map((child) => this.of(child, without));
    switch (node.kind) {
      case 'all':
        return every(below(node.nodes));
      case 'any':
        return some(below(node.nodes));
      case 'not':
        return every(below(node.nodes.filter((child) => child !== without)).map(negate));
      case 'at_least':
        return atLeast(node.n, below(node.nodes));
      case 'use':
        return this.of(node.block.node);
      case 'matched':
        return some(node.rules.map(({ ruleId }) => yes(`matched ${ruleId}`)));
      case 'score':
        return scoreFormula(node);
      case 'condition':
        return this.#condition(node);
    }
  }

  #condition({ name, options }: BoundCondition): Formula {
    const meaning = MEANINGS.get(name);
    return meaning === undefined ? yes(`${name} ${JSON.stringify(options)}`) : meaning(options, this.#values);
  }
}

/** Any one of them keeps the rule from matching. */
export const exceptionsIn = (unless: RuleNode): readonly RuleNode[] =>
  unless.kind === 'any' ? unless.nodes : [unless];

/** Something that holds or does not, of which nothing else is known. */
const yes = (name: string): Formula => literal(choice(name, ['yes', 'no']), [], (value) => value === 'yes');

function scoreFormula({ options, holds }: ScoreNode): Formula {
  const bounds = typeof options === 'object' && options !== null ? Object.values(options) : [];
  const mentions = bounds.filter((bound): bound is number => typeof bound === 'number');
  return literal(real('score', -Infinity), mentions, (value) => holds(Number(value)));
}
