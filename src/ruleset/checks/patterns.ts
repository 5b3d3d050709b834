import { isRecord } from '../is-record.ts';
import type { Problem } from '../problem.ts';
import type { Entry, EntryUse } from './entries.ts';
import { finding } from './finding.ts';
import type { LintCode } from './codes.ts';
import type { Check } from './subject.ts';

/** Patterns that load but hardly mean what they say. */
export const patterns: Check = ({ entrySets }) =>
  entrySets.flatMap(({ entries, uses }) => {
    const searched = uses.filter(({ kind }) => kind === 'patterns');
    return searched.length === 0 ? [] : entries.flatMap((entry) => doubts(entry, searched));
  });

function doubts(entry: Entry, uses: readonly EntryUse[]): Problem[] {
  const say = (code: LintCode, message: string | null): Problem[] =>
    message === null ? [] : [finding(code, entry, message)];
  const folded = uses.every(({ condition: { options } }) => !isRecord(options) || options['view'] !== 'raw');
  return [
    ...say('ascii-class', asciiClass(entry.value)),
    ...say('literal-dot', literalDot(entry.value)),
    ...say('no-line-breaks', folded ? lineBreak(entry.value) : null),
  ];
}

const OTHER_LETTERS = /(?=\P{ASCII})[\p{L}\p{M}]/u;
/** Scripts whose own digits people write, which stay as they are in the plain text. */
const OTHER_DIGITS =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const INSTEAD: Readonly<Record<string, string>> = {
  b: 'whole words are found by text.words',
  B: 'whole words are found by text.words',
  w: 'write [\\pL\\pM\\pN_] for any letter or digit',
  W: 'write [^\\pL\\pM\\pN_] for anything but letters and digits',
  d: 'write \\p{Nd} for any digit',
};

/** RE2's classes know ASCII only: between two Cyrillic letters `\b` sees an edge nowhere, before and after them neither. */
function asciiClass(pattern: string): string | null {
  if (!OTHER_LETTERS.test(pattern)) return null;
  const known = OTHER_DIGITS.test(pattern) ? 'bBwWd' : 'bBwW';
  const used = classesIn(pattern).find((sign) => known.includes(sign));
  if (used === undefined) return null;
  const what = used === 'd' ? 'the digits 0 to 9' : 'English letters';
  return `\\${used} knows only ${what}, not the letters in this pattern; ${INSTEAD[used] ?? ''}`;
}

/** The letters behind single backslashes: `\\b` is a backslash and a b. */
const classesIn = (pattern: string): string[] =>
  [...pattern.matchAll(/\\([\s\S])/g)].map(([, sign = '']) => sign);

const DOMAIN =
  /(?<![\\\w.\]})-])([a-z0-9-]{2,})\.((?:com|net|org|info|biz|io|me|co|shop|store|online|site|top|xyz|club|app|link|live|ru|br|in|de|uk|cn|id|mx|es|fr|it|tr|gg|ly))(?![\w-]|[?*+{])/i;

function literalDot(pattern: string): string | null {
  const [domain, name = '', end = ''] = DOMAIN.exec(pattern) ?? [];
  return domain === undefined
    ? null
    : `the dot in ${domain} stands for any character; write ${name}\\.${end}, or use links.domains`;
}

function lineBreak(pattern: string): string | null {
  const outside = pattern.replace(/\[\^?(?:\\[\s\S]|[^\]\\])+\]/g, '');
  const sign = classesIn(outside).find((one) => 'nrtfv'.includes(one));
  return sign === undefined
    ? null
    : `the text this is looked for in has single spaces only, so \\${sign} is never found; write a space, or view: raw`;
}
