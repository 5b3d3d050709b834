import { isObject } from './read.ts';

const MAX_DEPTH = 8;
const MAX_NODES = 2_000;

export interface StringLeaf {
  /** The name the string stands under; inside a list, the list's name; empty at the root. */
  key: string;
  text: string;
}

/** The strings of a JSON value in their order, as far as eight levels and 2,000 values reach. */
export function stringLeaves(root: unknown): StringLeaf[] {
  const found: StringLeaf[] = [];
  let left = MAX_NODES;
  const visit = (key: string, value: unknown, depth: number): void => {
    if (left <= 0 || depth > MAX_DEPTH) return;
    left -= 1;
    if (typeof value === 'string') found.push({ key, text: value });
    else if (Array.isArray(value)) for (const item of value.slice(0, left)) visit(key, item, depth + 1);
    else if (isObject(value))
      for (const name of Object.keys(value).slice(0, left)) visit(name, value[name], depth + 1);
  };
  visit('', root, 0);
  return found;
}
