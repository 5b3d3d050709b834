import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { LineCounter, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { looseAliases, yamlTraps } from './checks/yaml-traps.ts';
import { duplicateKeys } from './duplicate-keys.ts';
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
  BAD_SCALAR_START: '; put the whole text in quotes',
  NON_STRING_KEY: '; put it in quotes when it is meant as text',
  BLOCK_AS_IMPLICIT_KEY: "; text with ': ' in it needs quotes, and keys of one map the same indentation",
};
/** Aliases may repeat values; beyond this many they are an attack on memory or a mistake. */
const MAX_ALIASES = 100;

const PARSING = { prettyErrors: false, stringKeys: true, uniqueKeys: false } as const;

/** `whole` is false when something that stands in the file is not in its value. */
export interface ParsedYaml {
  source: YamlSource | null;
  whole: boolean;
  problems: Problem[];
}

export function parseYaml(file: string, content: string): ParsedYaml {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const parsed = parseAllDocuments(content, { ...PARSING, lineCounter: lines });
    const documents = Array.isArray(parsed) ? parsed : [];
    const problems = documents.flatMap((document) =>
      [...document.errors, ...document.warnings].map(({ code, message, pos, name }) => {
        const said = TOO_DEEP.test(message) ? NESTED : message + (HINTS[code] ?? '');
        return name === 'YAMLWarning'
          ? problem(file, at(pos[0]), said, 'warning', 'yaml-warning')
          : problem(file, at(pos[0]), said);
      }),
    );
    const [document, second] = documents;
    const twice = documents.flatMap((one) => duplicateKeys(file, one, at));
    problems.push(...twice);
    if (second !== undefined) {
      problems.push(problem(file, at(second.range[0]), "one file holds one document: remove the '---' line"));
    }
    if (document === undefined) {
      return { source: { file, value: null, at: () => START, written: () => null }, whole: true, problems };
    }
    if (document.errors.length > 0) return { source: null, whole: false, problems };
    const read = { file, content, document, at };
    problems.push(...yamlTraps(read));
    const loose = looseAliases(read);
    if (loose.length > 0) return { source: null, whole: false, problems: [...problems, ...loose] };
    const source: YamlSource = {
      file,
      value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown,
      at: (path, part = 'value') => at(locate(document, path, part)),
      written: (path) => {
        const node = document.getIn(path as unknown[], true);
        return isScalar(node) ? (node.source ?? null) : null;
      },
    };
    return { source, whole: twice.length === 0 && second === undefined, problems };
  } catch (error) {
    // Too deep for the parser's stack, or too many aliases: a refusal like any other.
    const detail = error instanceof RangeError ? NESTED : messageOf(error);
    const refusal = problem(file, START, `the file cannot be read: ${detail}`);
    return { source: null, whole: false, problems: [refusal] };
  }
}

const TOO_DEEP = /call stack/;
const NESTED = 'it is nested too deeply';
const ALIASES = `*aliases repeat values more than ${MAX_ALIASES} times; write them out, or use define:`;

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return error.message.startsWith('Excessive alias count') ? ALIASES : error.message;
}

type Pairs = Map<string, Pair<Node, Node | null>>;
/** Where the keys of a map are: files of many mistakes in one map ask again and again. */
const pairsOf = new WeakMap<YAMLMap<Node, Node | null>, Pairs>();

/** Of a key that stands there twice the last, as in the value. */
function pairAt(map: YAMLMap<Node, Node | null>, key: string): Pair<Node, Node | null> | undefined {
  let pairs = pairsOf.get(map);
  if (pairs === undefined) {
    pairs = new Map(
      map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])),
    );
    pairsOf.set(map, pairs);
  }
  return pairs.get(key);
}

function locate(document: Document, path: Path, part: 'key' | 'value'): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isMap<Node, Node | null>(node)) {
      const pair = pairAt(node, String(step));
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
