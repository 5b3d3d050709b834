import { lintContents } from '../../../src/ruleset/lint.ts';
import type { Problem } from '../../../src/ruleset/problem.ts';
import { sortProblems } from '../../../src/ruleset/problem.ts';

/** What "today" is in these tests. */
export const NOW = Date.UTC(2026, 5, 1);
/** Said of every rule that is as short as those in tests. */
const MANNERS = ['no-tests', 'no-description', 'unused-list'];

export interface Found {
  code: string;
  /** `line:column` */
  at: string;
  message: string;
}

/** What lint finds in the files of a folder. */
export function lintOf(files: Record<string, string>): Problem[] {
  return sortProblems(lintContents(new Map(Object.entries(files)), NOW).problems);
}

/** The same of the rules in one file; what is said of every short rule is left out. */
export function lintRulesOf(yaml: string, more: Record<string, string> = {}): Found[] {
  return lintOf({ 'r.yaml': yaml, ...more })
    .filter(({ code = '' }) => !MANNERS.includes(code))
    .map(({ code = 'invalid', line, column, message }) => ({ code, at: `${line}:${column}`, message }));
}

/** One rule with these lines below `when:`, and further keys. */
export const when = (lines: string, more = 'score: 1'): string =>
  `rules:\n  - id: a\n    ${more.replaceAll('\n', '\n    ')}\n    when:\n      ${lines.replaceAll('\n', '\n      ')}\n`;

/** The findings in one rule with this `when`, as `code line:column message`; lines count from the first of `when`. */
export const findings = (lines: string, more?: string): string[] =>
  lintRulesOf(when(lines, more)).map(({ code, at, message }) => {
    const [line = 0, column = 0] = at.split(':').map(Number);
    const first = 5 + (more ?? '').split('\n').length - 1;
    return `${code} ${line - first + 1}:${column - 6} ${message}`;
  });
