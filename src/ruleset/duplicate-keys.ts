import type { Document } from 'yaml';
import { isScalar, visit } from 'yaml';
import type { Position, Problem } from './problem.ts';
import { problem } from './problem.ts';

/**
 * Keys that stand in one map twice. Looked for here because the parser compares every key with every other: minutes for a file of
 * many, and what else is wrong with the file would not be told.
 */
export function duplicateKeys(file: string, document: Document, at: (offset: number) => Position): Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const first = new Map<string, number>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const offset = key.range?.[0] ?? 0;
        const earlier = first.get(name);
        if (earlier === undefined) first.set(name, offset);
        else {
          const message = `'${name}' is given in line ${at(earlier).line} already; only one would be used`;
          found.push(problem(file, at(offset), message));
        }
      }
    },
  });
  return found;
}
