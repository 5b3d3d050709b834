import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CONDITIONS } from '../../src/conditions/index.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import type { LoadedRule } from '../../src/ruleset/rule-file.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/rules.md'), 'utf8');
const lists = readdirSync(join(root, 'rules/lists')).map(
  (name) => [`lists/${name}`, readFileSync(join(root, 'rules/lists', name), 'utf8')] as const,
);

const names = CONDITIONS.map(({ meta }) => meta.name);

function rulesIn(yaml: string): readonly LoadedRule[] {
  const result = parseRuleset(new Map([...lists, ['page.yaml', yaml]]));
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.ruleset.loaded;
}

/** That the rules lint and pass their own tests is shown where all pages are checked. */
describe('docs/rules.md', () => {
  const rules = [...page.matchAll(/^```yaml\n(rules:[\s\S]*?)^```/gm)].flatMap(([, yaml = '']) =>
    rulesIn(yaml),
  );

  it.each(names)('has a rule with %s, with lines it matches and lines it ignores', (name) => {
    const examples = rules.filter(
      ({ conditions, tests }) =>
        conditions.includes(name) &&
        tests.some((test) => test.expect === 'match') &&
        tests.some((test) => test.expect === 'ignore'),
    );
    expect(examples.length).toBeGreaterThan(0);
  });
});

describe('what conditions say of themselves', () => {
  it('is sorted by name', () => {
    expect([...names].sort()).toEqual(names);
  });

  it.each(CONDITIONS.map(({ meta }) => [meta.name, meta] as const))(
    '%s shows an example that works, and a sentence for the table',
    (name, { example, summary, absence }) => {
      const rule = `rules:\n  - id: example\n    description: x\n    score: 1\n    when:\n      ${name}: ${example}\n`;
      expect(rulesIn(rule).map(({ conditions }) => conditions)).toEqual([[name]]);
      expect(summary).toMatch(/^[A-Z`].*\.$/s);
      expect(absence).toMatch(/^(?:a|an|no|every|this) [^.]*$/);
    },
  );
});
