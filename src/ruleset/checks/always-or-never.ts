import type { RuleNode } from '../../core/rule-node.ts';
import { nodesBelow } from '../../core/rule-node.ts';
import type { Problem } from '../problem.ts';
import { START } from '../problem.ts';
import type { LoadedRule } from '../rule-file.ts';
import { describeNode } from './describe-node.ts';
import { finding } from './finding.ts';
import type { Formula } from './logic/formula.ts';
import { every, negate } from './logic/formula.ts';
import type { Formulas } from './logic/rule-formula.ts';
import { exceptionsIn } from './logic/rule-formula.ts';
import { satisfiable } from './logic/solve.ts';
import { placeOf } from './nodes.ts';
import type { Check } from './subject.ts';

/** Conditions and whole rules that hold for no message, or for every one. The smallest part that explains it is named. */
export const alwaysOrNever: Check = ({ rules, formulas }) => rules.flatMap((rule) => judge(rule, formulas));

function judge(rule: LoadedRule, formulas: Formulas): Problem[] {
  const parts = [rule.when, ...(rule.unless === null ? [] : [rule.unless])];
  const found = parts.flatMap((part) => smallest(part, formulas));
  if (found.length > 0) return found;
  const core = coreOf([...demandsOf(rule.when, formulas), ...exclusionsOf(rule, formulas)]);
  return core === null ? [] : [contradiction(core, `rule '${rule.id}' can never match`, rule)];
}

/** Looks into a node before judging it as a whole, so that what is said once is not said of everything around it. */
function smallest(node: RuleNode, formulas: Formulas): Problem[] {
  const below = node.kind === 'use' ? [node.block.node] : nodesBelow(node);
  const inside = below.flatMap((child) => smallest(child, formulas));
  const verdict = formulas.verdict(node);
  const place = placeOf(node);
  if (inside.length > 0 || verdict === 'sometimes' || place === null) return inside;
  // That the rules it asks for are off is said where it names them.
  if (node.kind === 'matched') return [];
  if (verdict === 'always')
    return [finding('always-matches', place, `this holds for every message: ${describeNode(node)}`)];
  const core = node.kind === 'all' ? coreOf(demandsOf(node, formulas)) : null;
  return [
    core === null
      ? finding('never-matches', place, `no message can satisfy this: ${describeNode(node)}`)
      : contradiction(core, 'no message can satisfy this', place),
  ];
}

/** Something that must hold, and how it is called. */
interface Demand {
  text: string;
  formula: Formula;
  node: RuleNode;
}

/** The fewest demands that cannot hold together; null when all of them can. */
function coreOf(demands: readonly Demand[]): readonly Demand[] | null {
  const fails = (some: readonly Demand[]): boolean => !satisfiable(every(some.map(({ formula }) => formula)));
  if (!fails(demands)) return null;
  let core = demands;
  for (const demand of demands) {
    const rest = core.filter((one) => one !== demand);
    if (fails(rest)) core = rest;
  }
  return core;
}

function contradiction(
  core: readonly Demand[],
  what: string,
  otherwise: ReturnType<typeof placeOf>,
): Problem {
  const last = core.at(-1);
  const place = (last === undefined ? null : placeOf(last.node)) ?? otherwise ?? { file: '.', ...START };
  return finding(
    'never-matches',
    place,
    `${what}: ${core.map(({ text }) => text).join(' and ')} exclude each other`,
  );
}

function demandsOf(node: RuleNode, formulas: Formulas): Demand[] {
  if (node.kind === 'all') return node.nodes.flatMap((child) => demandsOf(child, formulas));
  if (node.kind === 'use') return demandsOf(node.block.node, formulas);
  if (node.kind === 'not') return node.nodes.map((child) => excluded('not', child, formulas));
  return [{ text: describeNode(node), formula: formulas.of(node), node }];
}

const exclusionsOf = ({ unless }: LoadedRule, formulas: Formulas): Demand[] =>
  unless === null ? [] : exceptionsIn(unless).map((node) => excluded('unless', node, formulas));

const excluded = (word: string, node: RuleNode, formulas: Formulas): Demand => ({
  text: `${word} ${describeNode(node)}`,
  formula: negate(formulas.of(node)),
  node,
});
