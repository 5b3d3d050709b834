import type { Document, Node } from 'yaml';
import { isAlias, isMap, isPair, isScalar, isSeq, Scalar, visit } from 'yaml';
import type { Position, Problem } from '../problem.ts';
import type { LintCode } from './codes.ts';
import { finding } from './finding.ts';
import { plainTrap } from './plain-traps.ts';

/** A YAML file after reading: its text, the document in it, and where an offset stands. */
export interface ReadYaml {
  file: string;
  content: string;
  document: Document;
  at: (offset: number) => Position;
}

/** Under these keys a word is chosen, not written: what follows ` #` there is surely a note. */
const CHOSEN = new Set(['id', 'group', 'mode', 'then', 'list', 'trust', 'use', 'type', 'packs']);
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Values that are read otherwise than they look, by us or by other tools that share the file. */
export function yamlTraps({ file, content, document, at }: ReadYaml): Problem[] {
  const found: Problem[] = [];
  const say = (code: LintCode, node: Node, message: string | null): void => {
    if (message !== null) found.push(finding(code, { file, ...at(node.range?.[0] ?? 0) }, message));
  };
  const used = aliasesIn(document);
  visit(document, {
    Scalar: (part, node, ancestors) => {
      if (part === 'key') return;
      const key = keyAbove(ancestors);
      if (node.type === Scalar.PLAIN) {
        say('yaml-trap', node, plainTrap({ source: node.source ?? '', value: node.value, key }));
        say('curly-quotes', node, curlyQuotes(node.value));
        if (!CHOSEN.has(key)) say('cut-off', node, cutOff(node, content));
      }
      if (node.type === Scalar.QUOTE_DOUBLE) say('yaml-trap', node, controlCharacter(node, content));
      say('yaml-trap', node, looseAnchor(node, used));
    },
    Map: (_, node, ancestors) => {
      if (isSeq(ancestors.at(-1))) say('yaml-trap', node, textWithColon(node));
    },
  });
  return found;
}

/** `*.apk` without quotes asks for a value named `.apk`: nothing can be read where there is none. */
export function looseAliases({ file, document, at }: ReadYaml): Problem[] {
  const found: Problem[] = [];
  // In reading order; asking each alias for its value would read the document once for each.
  const anchors = new Set<string>();
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.add(node.anchor);
        return;
      }
      if (anchors.has(node.source)) return;
      const message = `*${shorten(node.source)} stands for a value with that name, and there is none; put it in quotes: '*${node.source}'`;
      found.push(finding('invalid', { file, ...at(node.range?.[0] ?? 0) }, message));
    },
  });
  return found;
}

function keyAbove(ancestors: readonly unknown[]): string {
  const keys = ancestors
    .filter((node) => isPair(node))
    .map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  // Below `packs:` the keys are names, and the values modes.
  return keys[0] === 'packs' ? 'packs' : (keys.at(-1) ?? '');
}

function aliasesIn(document: Document): Set<string> {
  const used = new Set<string>();
  visit(document, { Alias: (_, { source }) => void used.add(source) });
  return used;
}

function curlyQuotes(value: unknown): string | null {
  const [, open = '', close = ''] =
    (typeof value === 'string' && /^([“”„‘’‚]).*([“”‘’])$/su.exec(value)) || [];
  return open === '' ? null : `the quotes ${open} ${close} are part of the text; use straight ones: '…'`;
}

function cutOff({ range, value }: Scalar, content: string): string | null {
  const [, rest] = /^[ \t]+(#[\p{L}\p{N}][^\r\n]*)/u.exec(content.slice(range?.[1] ?? 0)) ?? [];
  return rest === undefined || typeof value !== 'string'
    ? null
    : `the text ends here: '${shorten(rest.trimEnd())}' is read as a comment; put the whole in quotes`;
}

function controlCharacter({ range, value }: Scalar, content: string): string | null {
  if (typeof value !== 'string' || !CONTROL.test(value)) return null;
  const written = content.slice(range?.[0] ?? 0, range?.[1] ?? 0);
  const [escape = 'it'] = /\\(?:[abefv0]|x[01][0-9a-f]|x7f|u00[01][0-9a-f])/i.exec(written) ?? [];
  return `in double quotes ${escape} is a control character; write patterns in 'single quotes'`;
}

function looseAnchor({ anchor, value }: Scalar, used: ReadonlySet<string>): string | null {
  return anchor === undefined || used.has(anchor) || typeof value !== 'string'
    ? null
    : `&${anchor} is taken for a name of this value, which nothing uses, and not for text; put the whole in quotes`;
}

/** `- Attention: free bitcoin` is a map to every YAML reader. */
function textWithColon(node: Node): string | null {
  if (!isMap(node) || node.flow === true || node.items.length !== 1) return null;
  const key = node.items[0]?.key;
  if (!isScalar(key) || key.type !== Scalar.PLAIN || isAlias(key)) return null;
  const text = String(key.value);
  return /^[\w.-]+$/.test(text)
    ? null
    : `'${shorten(text)}:' is read as a key with a value; put the whole in quotes`;
}

const shorten = (text: string): string => (text.length <= 40 ? text : `${text.slice(0, 39)}…`);
