import { lintRules } from '../ruleset/lint.ts';
import { loadRuleset } from '../ruleset/load.ts';
import { formatProblem, type Problem } from '../ruleset/problem.ts';
import { runRuleTests } from '../ruleset/run-tests.ts';
import type { RulesetReport } from '../store/ruleset-store.ts';
import { findings, type Finding } from './finding.ts';

const { ok, warn, fail } = findings('rules');
const SHOWN = 5;

/** Lint and tests of the folder, and whether the running processes judge by it. `reports` null = Redis could not be asked. */
export async function examineRules(
  dir: string,
  reports: readonly RulesetReport[] | null,
): Promise<Finding[]> {
  const lint = await lintRules(dir);
  const loaded = await loadRuleset(dir);
  if (!loaded.ok) {
    const mend = 'Mend them; see them all with: cordon rules lint';
    return [
      fail(`the rules in ${dir} cannot be used:\n${some(lint.problems)}`, mend),
      ...inForce(null, reports),
    ];
  }
  const { ruleset } = loaded;
  const tests = runRuleTests({ loaded: ruleset.asWritten() });
  const list: Finding[] = [];
  if (lint.warnings === 0) list.push(ok(`${lint.rules} rules in ${dir}, version ${ruleset.hash}`));
  else {
    const what = `${lint.rules} rules in ${dir}, version ${ruleset.hash}, with warnings:\n${some(lint.problems)}`;
    list.push(warn(what, 'See: cordon rules lint'));
  }
  if (ruleset.warnsAnywhere)
    list.push(ok('policy.yaml sends warnings to people: since October 2026 Meta may bill each of them'));
  if (tests.ok) list.push(ok(`${tests.passed} rule tests pass`));
  else list.push(fail(`${tests.failed} rule tests fail:\n${some(tests.problems)}`, 'See: cordon rules test'));
  return [...list, ...inForce(ruleset.hash, reports)];
}

function inForce(hash: string | null, reports: readonly RulesetReport[] | null): Finding[] {
  if (reports === null) return [];
  if (reports.length === 0) return [ok('no worker is running, so no rules are in force now')];
  return reports.map((report) => {
    const who = `the worker ${report.process} judges by version ${report.hash}`;
    const [reason] = report.rejected;
    if (reason !== undefined)
      return fail(`${who}, its last good one, because ${reason}`, 'Mend the rules in its folder.');
    return report.hash === hash
      ? ok(who)
      : warn(
          `${who}, not by the one in this folder`,
          'Wait two seconds after an edit; else compare RULES_DIR.',
        );
  });
}

function some(problems: readonly Problem[]): string {
  const lines = problems.slice(0, SHOWN).map((problem) => `  ${formatProblem(problem)}`);
  const rest = problems.length - lines.length;
  return [...lines, ...(rest > 0 ? [`  … and ${rest} more`] : [])].join('\n');
}
