import { UserError } from '../errors.ts';
import { loadRuleset } from '../ruleset/load.ts';
import type { LoadedRuleset, RulesetOptions } from '../ruleset/parse.ts';
import { formatProblem } from '../ruleset/problem.ts';

/** The rules of a folder, or a UserError that lists everything wrong with them. */
export async function rulesetOrProblems(dir: string, options: RulesetOptions = {}): Promise<LoadedRuleset> {
  const result = await loadRuleset(dir, options);
  if (result.ok) return result.ruleset;
  throw new UserError(
    `the rules in ${dir} cannot be used:\n${result.problems.map((one) => `  ${formatProblem(one)}`).join('\n')}`,
    { hint: 'Mend them and check with: cordon rules lint' },
  );
}
