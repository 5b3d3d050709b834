import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lintRules } from '../src/ruleset/lint.ts';
import { loadRuleset } from '../src/ruleset/load.ts';
import { formatProblem } from '../src/ruleset/problem.ts';
import { runRuleTests } from '../src/ruleset/run-tests.ts';
import { testFolder } from '../src/stories/test-folder.ts';
import { tempFolder, type TempFolder } from './helpers/temp-folder.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/recipes.md'), 'utf8');

/** A heading and the files below it; each says in its first line where it belongs. */
const recipes = page
  .split(/^## /m)
  .slice(1)
  .map((part) => {
    const [title = ''] = part.split('\n');
    const files = [...part.matchAll(/^```(?:yaml|text)\n(?:# (\S+)\n)?([\s\S]*?)^```/gm)].map(
      ([, name = '', text = '']) => ({ name, text }),
    );
    return { title, files };
  });
const all = recipes.flatMap(({ files }) => files);

/** A folder of the shipped rules with these files among them. */
function folderWith(files: typeof all): TempFolder & { rules: string } {
  const folder = tempFolder();
  const rules = join(folder.path, 'rules');
  cpSync(join(root, 'rules'), rules, { recursive: true });
  for (const { name, text } of files) {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    writeFileSync(join(folder.path, name), text);
  }
  return { ...folder, rules };
}

describe('docs/recipes.md', () => {
  it('has ten recipes or more, each with a file, what it does not do, and how to try it', () => {
    expect(recipes.length).toBeGreaterThanOrEqual(10);
    const parts = page.split(/^## /m).slice(1);
    expect(parts.filter((part) => !/^It does not /m.test(part) || !/^```sh$/m.test(part))).toEqual([]);
    expect(all.filter(({ name }) => !/^rules\/[\w/-]+\.(?:yaml|txt)$/.test(name))).toEqual([]);
    expect(recipes.filter(({ files }) => files.length === 0)).toEqual([]);
  });

  it.each(recipes.map(({ title, files }) => [title, files] as const))(
    'loads beside the shipped rules without a warning, and passes its tests and stories: %s',
    async (_title, files) => {
      using folder = folderWith(files);
      const loaded = await loadRuleset(folder.rules);
      if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
      const { ruleset } = loaded;
      expect(ruleset.warnings.map(formatProblem)).toEqual([]);
      const own = files.map(({ name }) => name.replace(/^rules\//, ''));
      const tests = runRuleTests({ loaded: ruleset.asWritten().filter(({ file }) => own.includes(file)) });
      expect(tests.problems.map(formatProblem)).toEqual([]);
      expect(tests.passed > 0).toBe(files.some(({ text }) => /^rules:/m.test(text)));
      for (const only of own.filter((name) => name.startsWith('stories/'))) {
        const { status, problems, stories } = await testFolder(folder.rules, { only });
        expect(problems.map(formatProblem)).toEqual([]);
        expect([status, stories.passed > 0]).toEqual(['passed', true]);
      }
    },
  );

  it('lints clean with all recipes at once', async () => {
    using folder = folderWith(all);
    expect((await lintRules(folder.rules)).problems.map(formatProblem)).toEqual([]);
  });
});
