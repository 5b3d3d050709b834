import { CONDITION_BY_NAME } from '../../conditions/index.ts';
import type { BoundCondition, RuleNode } from '../../core/rule-node.ts';
import type { Position, Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import type { LoadedRule } from '../rule-file.ts';
import { Formulas } from './logic/rule-formula.ts';
import type { ValuesOf } from './logic/meaning.ts';
import { conditionsIn, nodesIn } from './nodes.ts';

/**
 * Rules that would block people for where they are from or what language they write, and nothing they do: errors, in monitor mode
 * warnings. `cooldownAt` is the lowest score that leads to a cooldown at any number.
 */
export function weakRules(rules: readonly LoadedRule[], cooldownAt: number, values: ValuesOf): Problem[] {
  const ways = new Ways(new Formulas(values));
  return rules
    .filter(({ mode, score, then }) => {
      const demanded = then?.action === 'cooldown' || then?.action === 'block';
      return mode !== 'off' && (demanded || score >= cooldownAt);
    })
    .filter((rule) => ways.of(rule.spec.node, true).weak)
    .map((rule) => complain(rule, cooldownAt));
}

function complain(rule: LoadedRule, cooldownAt: number): Problem {
  const weak = weakNamesOf(rule);
  const milder = rule.then === null ? ` or a score below ${cooldownAt}` : '';
  const message =
    `rule '${rule.id}' would block people for ${weak.join(' and ')} alone; ask for something they do as well, such as a first contact ` +
    `with a link (sender.messages_seen: { below: 1 }, links.count: { at_least: 1 })${milder}`;
  const { file, ...place } = placeOf(rule);
  return problem(file, place, message, rule.mode === 'monitor' ? 'warning' : 'error', 'weak-only');
}

function isWeak({ name, options }: BoundCondition): boolean {
  const weak = CONDITION_BY_NAME.get(name)?.meta.weak ?? false;
  return typeof weak === 'function' ? weak(options) : weak;
}

function weakNamesOf(rule: LoadedRule): string[] {
  const asked = rule.asks.flatMap((node) => (node.kind === 'matched' ? node.rules : []));
  const others = asked.flatMap(({ node }) => [...nodesIn(node)]).filter((node) => node.kind === 'condition');
  return [...new Set([...conditionsIn(rule), ...others].filter(isWeak).map(({ name }) => name))];
}

const DEMANDS = ['mode', 'score', 'then'];

/** Where it says what follows: the override or switch that made it so, or else the rule. */
function placeOf(rule: LoadedRule): Position & { file: string } {
  const { overriddenBy, modeSetAt, mode } = rule;
  const changed = overriddenBy?.keys.some((key) => DEMANDS.includes(key)) === true;
  const by = changed ? overriddenBy : mode === 'enforce' ? modeSetAt : null;
  const { file, line, column } = by ?? rule;
  return { file, line, column };
}

/** How something can come true without anything the sender does: by a weak condition, or without even that. */
interface Way {
  weak: boolean;
  neutral: boolean;
}
const NO_WAY: Way = { weak: false, neutral: false };
const WEAK: Way = { weak: true, neutral: false };
const NEUTRAL: Way = { weak: false, neutral: true };

/** They tell when and where a message came, not what somebody did. */
const CIRCUMSTANCES = new Set(['number', 'time.between', 'time.days']);

class Ways {
  readonly #formulas: Formulas;
  /** Rules that ask for each other in a circle are a mistake of their own. */
  readonly #asked = new Set<RuleNode>();

  constructor(formulas: Formulas) {
    this.#formulas = formulas;
  }

  of(node: RuleNode, wanted: boolean): Way {
    switch (node.kind) {
      case 'condition':
        return this.#condition(node, wanted);
      case 'all':
        return this.#enough(node.nodes.length, node.nodes, wanted);
      case 'any':
        return this.#enough(1, node.nodes, wanted);
      case 'not':
        return this.#enough(1, node.nodes, !wanted);
      case 'at_least':
        return this.#enough(node.n, node.nodes, wanted);
      case 'use':
        return this.of(node.block.node, wanted);
      case 'matched':
        return this.#others(
          node,
          node.rules.map((rule) => rule.node),
          wanted,
        );
      case 'score':
        return NO_WAY;
    }
  }

  #others(node: RuleNode, nodes: readonly RuleNode[], wanted: boolean): Way {
    if (this.#asked.has(node)) return NO_WAY;
    this.#asked.add(node);
    const way = this.#enough(1, nodes, wanted);
    this.#asked.delete(node);
    return way;
  }

  /** `n` of the nodes hold; not wanted: fewer do. */
  #enough(n: number, nodes: readonly RuleNode[], wanted: boolean): Way {
    const needed = wanted ? n : nodes.length - n + 1;
    const ways = nodes.map((node) => this.of(node, wanted));
    const neutral = ways.filter((way) => way.neutral).length;
    const usable = ways.filter((way) => way.neutral || way.weak).length;
    return { neutral: neutral >= needed, weak: usable >= needed && ways.some(({ weak }) => weak) };
  }

  /** What people did not do is no reason to block them; that they are new, or were never blocked, tells something. */
  #condition(node: BoundCondition & { kind: 'condition' }, wanted: boolean): Way {
    if (isWeak(node)) return WEAK;
    const verdict = this.#formulas.verdict(node);
    if (verdict !== 'sometimes') return (verdict === 'always') === wanted ? NEUTRAL : NO_WAY;
    if (CIRCUMSTANCES.has(node.name)) return NEUTRAL;
    return wanted || node.name.startsWith('sender.') ? NO_WAY : NEUTRAL;
  }
}
