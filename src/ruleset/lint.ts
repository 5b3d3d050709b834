import type { LoadedRuleset } from './parse.ts';
import type { Problem } from './problem.ts';
import { formatProblem, problem, sortProblems } from './problem.ts';
import { loadRuleset } from './load.ts';

export interface LintReport {
  /** True when there is no error; warnings do not count. */
  ok: boolean;
  rules: number;
  errors: number;
  warnings: number;
  problems: Problem[];
}

/** Loads a rules folder and looks for what is allowed but hardly meant. */
export async function lintRules(dir: string): Promise<LintReport> {
  const result = await loadRuleset(dir);
  const problems = result.ok
    ? sortProblems([...result.ruleset.warnings, ...advice(result.ruleset)])
    : result.problems;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return {
    ok: errors === 0,
    rules: result.ok ? result.ruleset.loaded.length : 0,
    errors,
    warnings: problems.length - errors,
    problems,
  };
}

/** One problem a line, then the sum. */
export function formatLint({ problems, rules, errors, warnings, ok }: LintReport): string {
  const sum = `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
  return [...problems.map(formatProblem), ok ? `${count(rules, 'rule')}, ${sum}` : sum].join('\n');
}

export const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

function advice({ loaded }: LoadedRuleset): Problem[] {
  const warn = (rule: (typeof loaded)[number], message: string): Problem =>
    problem(rule.file, rule, message, 'warning');
  return loaded.flatMap((rule) => {
    const lacks = (['match', 'ignore'] as const).filter(
      (expect) => !rule.tests.some((test) => test.expect === expect),
    );
    return [
      ...(lacks.length > 0 ? [warn(rule, `rule '${rule.id}' has no ${lacks.join(' and no ')} tests`)] : []),
      ...(rule.description === '' ? [warn(rule, `rule '${rule.id}' has no description`)] : []),
    ];
  });
}
