import type { RuleNode } from '../../core/rule-node.ts';
import type { Problem } from '../problem.ts';
import type { LoadedRule } from '../rule-file.ts';
import { describeNode } from './describe-node.ts';
import { finding } from './finding.ts';
import { every } from './logic/formula.ts';
import type { Formulas } from './logic/rule-formula.ts';
import { exceptionsIn } from './logic/rule-formula.ts';
import { satisfiable } from './logic/solve.ts';
import { placeOf } from './nodes.ts';
import type { Check } from './subject.ts';

/** Alternatives that contradict the rest of their rule, and exceptions from what the rule does not match anyway. */
export const deadParts: Check = ({ rules, formulas }) =>
  rules.flatMap((rule) =>
    satisfiable(formulas.ofRule(rule)) ? [...branches(rule, formulas), ...exceptions(rule, formulas)] : [],
  );

function branches(rule: LoadedRule, formulas: Formulas): Problem[] {
  const whole = formulas.ofRule(rule);
  return alternativesIn(rule.when)
    .filter((node) => formulas.verdict(node) === 'sometimes')
    .filter((node) => !satisfiable(every([whole, formulas.of(node)])))
    .map((node) => {
      const message = `wherever rule '${rule.id}' matches, this does not hold: ${describeNode(node)}`;
      return finding('dead-branch', placeOf(node) ?? rule, message);
    });
}

function exceptions(rule: LoadedRule, formulas: Formulas): Problem[] {
  const all = [...excludedIn(rule.when), ...(rule.unless === null ? [] : exceptionsIn(rule.unless))];
  return all
    .filter((node) => formulas.verdict(node) === 'sometimes')
    .filter((node) => !satisfiable(every([formulas.ofRule(rule, node), formulas.of(node)])))
    .map((node) => {
      const message = `rule '${rule.id}' does not match these messages anyway: ${describeNode(node)}`;
      return finding('dead-exception', placeOf(node) ?? rule, message);
    });
}

/** What stands below `any` and `at_least`, where it counts for the rule. A block of others is its own affair. */
function alternativesIn(node: RuleNode): RuleNode[] {
  if (node.kind === 'all') return node.nodes.flatMap(alternativesIn);
  if (node.kind !== 'any' && node.kind !== 'at_least') return [];
  const inside = node.nodes.flatMap(alternativesIn);
  return node.nodes.length > 1 ? [...node.nodes, ...inside] : inside;
}

function excludedIn(node: RuleNode): RuleNode[] {
  if (node.kind === 'not') return [...node.nodes];
  return node.kind === 'all' || node.kind === 'any' || node.kind === 'at_least'
    ? node.nodes.flatMap(excludedIn)
    : [];
}
