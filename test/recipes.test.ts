import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lintRules } from '../src/ruleset/lint.ts';
import { formatProblem } from '../src/ruleset/problem.ts';
import { testFolder } from '../src/stories/test-folder.ts';
import { tempFolder } from './helpers/temp-folder.ts';

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

/** What is wrong with the shipped rules once these files are among them, and how many of their stories passed. */
async function together(files: typeof all): Promise<{ problems: string[]; stories: number }> {
  using folder = tempFolder();
  const dir = join(folder.path, 'rules');
  cpSync(join(root, 'rules'), dir, { recursive: true });
  // Stories tell how the shipped rules end as they come.
  rmSync(join(dir, 'stories'), { recursive: true });
  for (const { name, text } of files) {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    writeFileSync(join(folder.path, name), text);
  }
  const { problems } = await lintRules(dir);
  const report = await testFolder(dir);
  return { problems: [...problems, ...report.problems].map(formatProblem), stories: report.stories.passed };
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
    'lints clean beside the shipped rules, and all tests pass: %s',
    async (_title, files) => {
      const { problems, stories } = await together(files);
      expect(problems).toEqual([]);
      expect(stories > 0).toBe(files.some(({ text }) => text.startsWith('stories:')));
    },
  );

  it('works with all recipes at once', async () => {
    expect((await together(all)).problems).toEqual([]);
  });
});
