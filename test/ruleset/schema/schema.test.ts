import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { textOf } from '../../../src/cli/commands/rules-schema.ts';
import { CONDITIONS } from '../../../src/conditions/index.ts';
import { parseRuleset } from '../../../src/ruleset/parse.ts';
import { policyPartsSchema } from '../../../src/ruleset/policy-schema.ts';
import { ruleSchema } from '../../../src/ruleset/rule-schema.ts';
import { POLICY_KEYS, RULE_KEYS, TEST_KEYS } from '../../../src/ruleset/schema/descriptions.ts';
import type { JsonSchema } from '../../../src/ruleset/schema/json-schema-type.ts';
import { policyJsonSchema } from '../../../src/ruleset/schema/policy-schema.ts';
import { rulesJsonSchema } from '../../../src/ruleset/schema/rules-schema.ts';
import { testCaseSchema } from '../../../src/ruleset/test-case.ts';
import { readStories } from '../../../src/stories/read-stories.ts';
import { storiesJsonSchema } from '../../../src/stories/story-json-schema.ts';
import { SHARED_CASES } from './cases.ts';

const root = join(import.meta.dirname, '../../..');
const rulesDir = join(root, 'rules');
const compile = (schema: JsonSchema): ((value: unknown) => boolean) => {
  // As editors do: keywords they do not know are notes.
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  return (value) => validate(value);
};
const accepts = {
  rules: compile(rulesJsonSchema()),
  policy: compile(policyJsonSchema()),
  stories: compile(storiesJsonSchema()),
};
type Kind = keyof typeof accepts;

const yamlFiles = readdirSync(rulesDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.ya?ml$/.test(name),
);
const kindOf = (name: string): Kind =>
  name === 'policy.yaml' ? 'policy' : /\.story\.ya?ml$|(?:^|\/)stories\//.test(name) ? 'stories' : 'rules';

describe('the committed schemas', () => {
  it.each([
    ['rules', rulesJsonSchema()],
    ['policy', policyJsonSchema()],
    ['stories', storiesJsonSchema()],
  ])('are those of the code: %s (else: UPDATE_DOCS=1 with this test)', (name, schema) => {
    const path = join(rulesDir, 'schema', `${name}.schema.json`);
    if (process.env.UPDATE_DOCS === '1') writeFileSync(path, textOf(schema));
    expect(readFileSync(path, 'utf8')).toBe(textOf(schema));
  });
});

describe('the shipped files', () => {
  it.each(yamlFiles)('%s names its schema and is accepted by it', (name) => {
    const text = readFileSync(join(rulesDir, name), 'utf8');
    const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    expect(relative(rulesDir, join(rulesDir, dirname(name), path))).toBe(
      `schema/${kindOf(name)}.schema.json`,
    );
    expect(accepts[kindOf(name)](parse(text))).toBe(true);
  });
});

describe('examples', () => {
  const pages = ['docs/rules.md', 'docs/recipes.md', 'rules/README.md', 'README.md'].map(
    (page) => [page, readFileSync(join(root, page), 'utf8')] as const,
  );
  const blocks = pages.flatMap(([page, text]) =>
    [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
      ([, yaml = ''], index) => [`${page} ${index + 1}`, yaml] as const,
    ),
  );
  it.each(blocks)('%s is accepted', (_, yaml) => {
    const kind = /^(?:actions|protect|brake|numbers|trust|audit):/m.test(yaml)
      ? 'policy'
      : /^stories:/m.test(yaml)
        ? 'stories'
        : 'rules';
    expect(accepts[kind](parse(yaml))).toBe(true);
  });

  it.each(CONDITIONS.map(({ meta }) => [meta.name, meta.example]))('of %s is accepted', (name, example) => {
    const rule = (condition: unknown): unknown => ({ rules: [{ id: 'a', score: 1, when: condition }] });
    expect(accepts.rules(rule({ [name]: parse(example) as unknown }))).toBe(true);
    expect(accepts.rules(rule({ [`${name}x`]: parse(example) as unknown }))).toBe(false);
  });

  it.each(CONDITIONS.map((condition) => [condition.meta.name, condition] as const))(
    'of %s: nothing, an empty map, an empty list, empty text and an unknown key get the verdict of the loader',
    (name, { prepare }) => {
      for (const options of [null, {}, [], '', { 'no-such-key': 1 }, { any: [] }, { list: '' }])
        expect({
          options,
          accepted: accepts.rules({ rules: [{ id: 'a', score: 1, when: { [name]: options } }] }),
        }).toEqual({
          options,
          accepted: prepare(options).ok,
        });
    },
  );
});

/** What the loader says of a file of rules, or of a policy beside a rule. */
function loads(kind: Kind, yaml: string): boolean {
  if (kind === 'stories') return readStories(new Map([['a.story.yaml', yaml]]), null).problems.length === 0;
  const files =
    kind === 'policy' ? { 'policy.yaml': yaml, 'lists/x.txt': 'x' } : { 'r.yaml': yaml, 'lists/x.txt': 'x' };
  return parseRuleset(new Map(Object.entries(files))).ok;
}

describe('editors and the loader say the same', () => {
  it.each(SHARED_CASES)('%s (%s) is fine: %s', (kind, yaml, fine) => {
    expect({ loader: loads(kind, yaml), editor: accepts[kind](parse(yaml)) }).toEqual({
      loader: fine,
      editor: fine,
    });
  });

  it('of enough kinds of mistakes', () => {
    expect(SHARED_CASES.length).toBeGreaterThanOrEqual(60);
    expect(SHARED_CASES.filter(([, , fine]) => fine).length).toBeGreaterThan(20);
  });
});

describe('what editors show', () => {
  it('of every key of a rule, of a test and of the policy', () => {
    expect(Object.keys(RULE_KEYS)).toEqual(expect.arrayContaining(Object.keys(ruleSchema.shape)));
    const [, full] = testCaseSchema.options;
    expect(Object.keys(TEST_KEYS).sort()).toEqual(Object.keys(full.shape).sort());
    expect(Object.keys(POLICY_KEYS)).toEqual(expect.arrayContaining(Object.keys(policyPartsSchema.shape)));
  });

  it('of every condition: what it looks at, and an example', () => {
    const { definitions } = rulesJsonSchema();
    for (const { meta } of CONDITIONS) {
      const shown = Object.entries(Object(definitions) as Record<string, JsonSchema>).find(
        ([name]) => name === meta.name,
      )?.[1];
      expect(shown?.['description']).toContain(meta.summary);
      expect(shown?.['examples']).toEqual([parse(meta.example)]);
    }
  });
});
