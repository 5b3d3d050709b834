import { CHECKS } from './checks/index.ts';
import { unusedDefinitions } from './checks/unused-definitions.ts';
import { subjectOf } from './checks/subject-of.ts';
import { readFolder } from './load.ts';
import { parseRuleset } from './parse.ts';
import type { Pack } from './packs.ts';
import { modesIn } from './packs.ts';
import type { Problem } from './problem.ts';
import { formatProblem, sortProblems } from './problem.ts';

export interface LintReport {
  /** True when there is no error; warnings do not count. */
  ok: boolean;
  rules: number;
  errors: number;
  warnings: number;
  /** None while there are errors. */
  packs: readonly Pack[];
  /** In reading order. */
  problems: Problem[];
}

/** Loads a rules folder and looks for what is allowed but hardly meant. `now` (ms) is what `expires:` is compared with. */
export async function lintRules(dir: string, now = Date.now()): Promise<LintReport> {
  const { contents, problems } = await readFolder(dir);
  return reportOf(lintContents(contents, now), problems);
}

interface Linted {
  rules: number;
  packs: readonly Pack[];
  problems: readonly Problem[];
}

/** The same for contents (name → text). Pure: the same contents and time give the same answer. */
export function lintContents(contents: ReadonlyMap<string, string>, now: number): Linted {
  const result = parseRuleset(contents);
  if (!result.ok) return { rules: 0, packs: [], problems: result.problems };
  const { ruleset } = result;
  const subject = subjectOf(ruleset, contents, now);
  const found = [...unusedDefinitions(ruleset.definitions), ...CHECKS.flatMap((check) => check(subject))];
  return { rules: ruleset.loaded.length, packs: ruleset.packs, problems: [...ruleset.warnings, ...found] };
}

function reportOf({ rules, packs, problems: linted }: Linted, unread: readonly Problem[]): LintReport {
  const problems = sortProblems([...unread, ...linted]);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return { ok: errors === 0, rules, packs, errors, warnings: problems.length - errors, problems };
}

/** Errors first, then warnings, each with its check in brackets; the packs that are switched as a whole; then the sum. */
export function formatLint(report: LintReport): string {
  const { problems, rules, packs, errors, warnings, ok } = report;
  const of = (severity: Problem['severity']): string[] =>
    problems
      .filter((one) => one.severity === severity)
      .map((one) => `${formatProblem(one)} [${codeOf(one)}]`);
  const sum = `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
  const blocks = [of('error'), of('warning')].filter((lines) => lines.length > 0);
  const switched = packs.flatMap(({ name, rules: all, switchedBy: by }) =>
    by === null ? [] : [`pack ${name}: ${modesIn(all)} (${by.file}:${by.line})`],
  );
  return [
    ...blocks.map((lines) => lines.join('\n')),
    ...switched,
    ok ? `${count(rules, 'rule')}, ${sum}` : sum,
  ].join('\n');
}

/** For programs: errors and warnings apart, each with the name of its check. */
export function lintJson({ ok, rules, packs, problems }: LintReport): unknown {
  const of = (wanted: Problem['severity']): unknown[] =>
    problems
      .filter(({ severity }) => severity === wanted)
      .map(({ file, line, column, message, ...rest }) => ({
        code: codeOf(rest),
        file,
        line,
        column,
        message,
      }));
  const listed = packs.map(({ name, file, rules: all, switchedBy }) => ({
    name,
    file,
    rules: all.length,
    modes: modesIn(all),
    switchedBy,
  }));
  return { ok, rules, packs: listed, errors: of('error'), warnings: of('warning') };
}

/** Whatever keeps files from being used has one name: its message says the rest. */
const codeOf = ({ code = 'invalid' }: Pick<Problem, 'code'>): string => code;

export const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
