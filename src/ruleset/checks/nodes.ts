import type { BoundCondition, RuleNode } from '../../core/rule-node.ts';
import { nodesBelow } from '../../core/rule-node.ts';
import type { LoadedRule } from '../rule-file.ts';

/** A node and everything it asks, blocks it uses included. */
export function* nodesIn(node: RuleNode): Generator<RuleNode> {
  yield node;
  if (node.kind === 'use') yield* nodesIn(node.block.node);
  for (const child of nodesBelow(node)) yield* nodesIn(child);
}

/** The conditions of a rule, exceptions included; those of a block once for every use. */
export function conditionsIn({ when, unless }: Pick<LoadedRule, 'when' | 'unless'>): BoundCondition[] {
  const nodes = [...nodesIn(when), ...(unless === null ? [] : nodesIn(unless))];
  return nodes.filter((node) => node.kind === 'condition');
}

/** Where to point at: a node's own place, or that of the first condition in it. */
export function placeOf(node: RuleNode): { file: string; line: number; column: number } | null {
  for (const one of nodesIn(node)) if ('at' in one) return { file: one.file, ...one.at };
  return null;
}
