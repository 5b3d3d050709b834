import { parseRuleset } from '../ruleset/parse.ts';
import { readFolder, readStoryFolder } from '../ruleset/load.ts';
import { sortProblems } from '../ruleset/problem.ts';
import { runRuleTests } from '../ruleset/run-tests.ts';
import type { Coverage } from './coverage.ts';
import { CoverageNotes } from './coverage.ts';
import { readStories } from './read-stories.ts';
import { runStory } from './run-story.ts';
import type { Failure } from './scene-check.ts';

/** What `rules test` found. */
export interface FolderReport {
  /** `unusable`: some file cannot be read as what it is, so not everything could be tested. */
  status: 'passed' | 'failed' | 'unusable';
  /** Lines of `tests:` inside the rules. */
  passed: number;
  failed: number;
  stories: { passed: number; failed: number; messages: number };
  /** What keeps files from being used, else what failed; a failed expectation of a story says what led there. */
  problems: readonly Failure[];
  /** Null when there is nothing that could be covered. */
  coverage: Coverage | null;
}

export interface TestSelection {
  /** Only rules and stories whose id, name or file has this in it; `*` stands for anything. @default all */
  only?: string | undefined;
}

/** Runs the tests inside the rules of a folder and the stories beside them. */
export async function testFolder(dir: string, { only }: TestSelection = {}): Promise<FolderReport> {
  const [rules, written] = await Promise.all([readFolder(dir), readStoryFolder(dir)]);
  const result = parseRuleset(rules.contents);
  const ruleset = result.ok ? result.ruleset : null;
  const read = readStories(written.contents, ruleset);
  const faults = sortProblems([
    ...rules.problems,
    ...(rules.problems.length === 0 ? written.problems : []),
    ...(result.ok ? [] : result.problems),
    ...read.problems,
  ]).filter(({ severity }) => severity === 'error');
  const unusable = faults.map((fault) => ({ ...fault, why: [] }));
  const none = { passed: 0, failed: 0, stories: { passed: 0, failed: 0, messages: 0 }, coverage: null };
  if (ruleset === null || rules.problems.length > 0)
    return { status: 'unusable', ...none, problems: unusable };

  const isWanted = only === undefined ? (): boolean => true : matcher(only);
  const notes = new CoverageNotes();
  const loaded = ruleset.asWritten().filter(({ id, file }) => isWanted(id) || isWanted(file));
  const tests = runRuleTests({ loaded }, notes.note);
  const stories = read.stories.filter(({ name, file }) => isWanted(name) || isWanted(file));
  const reports = stories.map((story) => runStory(story, ruleset, notes.note));
  const failures = reports.flatMap((report) => report.failures);
  const failed = reports.filter((report) => report.failures.length > 0).length;
  const ids = new Set(loaded.map(({ id }) => id));
  const isGood = tests.ok && failed === 0;
  return {
    status: unusable.length > 0 ? 'unusable' : isGood ? 'passed' : 'failed',
    passed: tests.passed,
    failed: tests.failed,
    stories: {
      passed: reports.length - failed,
      failed,
      messages: reports.reduce((sum, { messages }) => sum + messages, 0),
    },
    problems: [...unusable, ...tests.problems.map((one) => ({ ...one, why: [] })), ...failures],
    coverage: ids.size === 0 ? null : notes.of(ruleset, (id) => ids.has(id)),
  };
}

/** Without `*` the pattern may stand anywhere; case does not matter. */
function matcher(pattern: string): (text: string) => boolean {
  const parts = pattern.toLowerCase().split('*');
  const escaped = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const test = new RegExp(parts.length === 1 ? escaped.join('') : `^${escaped.join('.*')}$`, 's');
  return (text) => test.test(text.toLowerCase());
}
