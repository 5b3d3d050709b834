import type { Document, Node } from 'yaml';
import { LineCounter, isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import type { Position, Problem } from './problem.ts';
import { START, problem } from './problem.ts';

export type Path = readonly PropertyKey[];

/** A YAML file whose values know where they stand. */
export interface YamlSource {
  file: string;
  value: unknown;
  /** Where the value at `path` starts (`key`: its key); of the nearest ancestor when there is nothing. */
  at: (path: Path, part?: 'key' | 'value') => Position;
  /** A scalar's own characters (`0049…` stays as written); null for anything else. */
  written: (path: Path) => string | null;
}

const HINTS: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: "; write patterns in 'single quotes'",
  TAB_AS_INDENT: '; use spaces',
  DUPLICATE_KEY: '; only one would be used',
};
const TRAP = /^(?:y|n|yes|no|on|off)$/i;
/** Aliases may repeat values; beyond this many they are an attack on memory or a mistake. */
const MAX_ALIASES = 100;

export function parseYaml(file: string, content: string): { source: YamlSource | null; problems: Problem[] } {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const parsed = parseAllDocuments(content, { lineCounter: lines, prettyErrors: false, stringKeys: true });
    const documents = Array.isArray(parsed) ? parsed : [];
    const problems = documents.flatMap((document) =>
      [...document.errors, ...document.warnings].map(({ code, message, pos, name }) =>
        problem(
          file,
          at(pos[0]),
          message + (HINTS[code] ?? ''),
          name === 'YAMLWarning' ? 'warning' : 'error',
        ),
      ),
    );
    const [document, second] = documents;
    if (second !== undefined) {
      problems.push(problem(file, at(second.range[0]), "one file holds one document: remove the '---' line"));
    }
    if (document === undefined) {
      return { source: { file, value: null, at: () => START, written: () => null }, problems };
    }
    if (document.errors.length > 0) return { source: null, problems };
    problems.push(...traps(file, document, at));
    const source: YamlSource = {
      file,
      value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown,
      at: (path, part = 'value') => at(locate(document, path, part)),
      written: (path) => {
        const node = document.getIn(path as unknown[], true);
        return isScalar(node) ? (node.source ?? null) : null;
      },
    };
    return { source, problems };
  } catch (error) {
    // Too deep for the parser's stack, or too many aliases: a refusal like any other.
    const detail = error instanceof RangeError ? 'it is nested too deeply' : messageOf(error);
    return { source: null, problems: [problem(file, START, `the file cannot be read: ${detail}`)] };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error');

function locate(document: Document, path: Path, part: 'key' | 'value'): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      const wantsKey = part === 'key' && depth === path.length - 1;
      // A key without a value has an empty node somewhere behind it; the key is where people look.
      const empty = pair.value === null || (isScalar(pair.value) && pair.value.value === null);
      offset = (wantsKey || empty ? pair.key.range?.[0] : pair.value?.range?.[0]) ?? offset;
      node = pair.value;
    } else if (isSeq<Node>(node)) {
      // A plain list is short for `{ any: [...] }`: schemas speak of the long form.
      if (typeof step !== 'number') continue;
      const item = node.items[step];
      if (item === undefined) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return offset;
}

/** Words that other YAML readers (and editors) take for true or false. */
function traps(file: string, document: Document, at: (offset: number) => Position): Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Scalar: (_, { type, value, range }, ancestors) => {
      const parent = ancestors.at(-1);
      const inList = isSeq(parent);
      if (!inList || type !== 'PLAIN' || typeof value !== 'string' || !TRAP.test(value)) return;
      const message = `unquoted ${value} is true or false to many YAML readers; write '${value}'`;
      found.push(problem(file, at(range?.[0] ?? 0), message, 'warning'));
    },
  });
  return found;
}
