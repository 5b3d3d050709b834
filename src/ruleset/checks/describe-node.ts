import type { RuleNode } from '../../core/rule-node.ts';
import { clip } from '../../core/text/clip.ts';

const SHOWN = 60;
const SAFE = /^[\p{L}\p{N}][\p{L}\p{N} ._/@+*-]*$/u;

/** A node as a person would name it: `links.count { at_least: 2 }`, `any of links.count …, text.words …`. */
export function describeNode(node: RuleNode): string {
  switch (node.kind) {
    case 'condition':
      return `${node.name} ${short(flow(node.options))}`;
    case 'use':
      return `use ${node.block.name}`;
    case 'matched':
      return `matched ${short(node.ids.join(', '))}`;
    case 'score':
      return `score ${short(flow(node.options))}`;
    case 'not':
      return `not ${list(node.nodes, 'nor')}`;
    case 'all':
      return list(node.nodes, 'and');
    case 'any':
      return `any of (${list(node.nodes, 'or')})`;
    case 'at_least':
      return `at least ${node.n} of (${list(node.nodes, 'and')})`;
  }
}

const list = (nodes: readonly RuleNode[], word: string): string =>
  short(nodes.map(describeNode).join(` ${word} `), SHOWN * 2);

const short = (text: string, length = SHOWN): string =>
  text.length <= length ? text : `${clip(text, length - 1)}…`;

/** A value in YAML's short form. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, held]) => `${key}: ${flow(held)}`);
    return `{ ${pairs.join(', ')} }`;
  }
  if (typeof value === 'string') return SAFE.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
  return String(value);
}
