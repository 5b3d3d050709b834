import { loadRuleset } from '../../src/ruleset/load.ts';
import type { TestReport } from '../../src/ruleset/run-tests.ts';
import { runRuleTests } from '../../src/ruleset/run-tests.ts';

/** Runs the tests inside the rules of a folder; what keeps it from loading is told as problems. */
export async function testRules(dir: string): Promise<TestReport> {
  const result = await loadRuleset(dir);
  return result.ok
    ? runRuleTests({ loaded: result.ruleset.asWritten() })
    : { ok: false, passed: 0, failed: 0, problems: result.problems };
}
