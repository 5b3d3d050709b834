import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatLint, lintRules } from '../../src/ruleset/lint.ts';
import { loadRuleset } from '../../src/ruleset/load.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { testRules } from '../helpers/test-rules.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cordon-rules-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function write(files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
}
const RULE = (id: string, more = ''): string =>
  `rules:\n  - { id: ${id}, score: 1, when: { text.words: hi }${more} }\n`;
async function problems(): Promise<string[]> {
  const result = await loadRuleset(dir);
  return (result.ok ? result.ruleset.warnings : result.problems).map(formatProblem);
}

describe('a rules folder', () => {
  it('is read with its folders, hidden ones and other files aside', async () => {
    await write({
      'b.yaml': RULE('b'),
      'a.yml': RULE('a'),
      'own/c.yaml': 'rules:\n  - { id: c, score: 1, when: { text.words: { list: own/words.txt } } }',
      'own/words.txt': 'ho',
      '.git/d.yaml': 'broken: [',
      '.hidden.yaml': 'broken: [',
      'README.md': '# rules',
    });
    const result = await loadRuleset(dir);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(result.ruleset.rules.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(result.ruleset.files).toEqual(['a.yml', 'b.yaml', 'own/c.yaml', 'own/words.txt']);
  });

  it('is a problem when it is missing, empty or a file', async () => {
    expect(await problems()).toEqual([`${dir}:1:1 error: the rules folder holds no rule files (*.yaml)`]);
    const missing = join(dir, 'nowhere');
    expect(await loadRuleset(missing)).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringMatching(/no such file/) }],
    });
    await write({ file: 'x' });
    expect(await loadRuleset(join(dir, 'file'))).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringMatching(/not a folder/) }],
    });
  });

  it('takes links inside (as mounted configuration has them) and refuses links that lead out', async () => {
    await write({ '..data/a.yaml': RULE('a'), 'lists/x.txt': 'x' });
    await symlink('..data/a.yaml', join(dir, 'a.yaml'));
    expect(await loadRuleset(dir)).toMatchObject({ ok: true, ruleset: { rules: [{ id: 'a' }] } });
    await symlink('/etc/hostname', join(dir, 'lists/host.txt'));
    await symlink('missing.yaml', join(dir, 'gone.yaml'));
    await symlink('.', join(dir, 'again'));
    expect(await problems()).toEqual(
      expect.arrayContaining([
        'lists/host.txt:1:1 error: the link leads out of the rules folder',
        'gone.yaml:1:1 error: cannot be read: there is no such file or folder',
      ]),
    );
  });

  it('refuses files that are too large or no text', async () => {
    await write({
      'ok.yaml': RULE('a'),
      'big.yaml': '#'.repeat(1024 * 1024 + 1),
      'latin.yaml': Buffer.from([0x23, 0xe4, 0x0a]),
    });
    expect(await problems()).toEqual([
      'big.yaml:1:1 error: the file is larger than 1 MB; split it',
      'latin.yaml:1:1 error: the file is not UTF-8 text',
    ]);
  });
});

describe('lintRules', () => {
  it('is content with errors only, and says what is hardly meant', async () => {
    await write({ 'a.yaml': RULE('a', ', tests: { match: [hi] }'), 'lists/unused.txt': 'x' });
    const report = await lintRules(dir);
    expect(report).toMatchObject({ ok: true, rules: 1, errors: 0, warnings: 3 });
    expect(formatLint(report).split('\n')).toEqual([
      "a.yaml:2:7 warning: rule 'a' has no description [no-description]",
      "a.yaml:2:7 warning: rule 'a' has no ignore tests [no-tests]",
      'lists/unused.txt:1:1 warning: no rule uses this list [unused-list]',
      '1 rule, 0 errors, 3 warnings',
    ]);
  });

  it('fails on an error', async () => {
    await write({ 'a.yaml': 'rules: 1' });
    expect(await lintRules(dir)).toMatchObject({ ok: false, errors: 1 });
  });
});

describe('testRules', () => {
  it("runs every rule's lines with types, forwards, repetitions and history, rules that are off included", async () => {
    await write({
      'a.yaml': `rules:
  - id: seen
    when: { sender.messages_seen: { at_least: 3 } }
    score: 1
    tests: { match: [{ text: hi, seen: 3 }, { text: hi, times: 4 }], ignore: [hi, { text: hi, seen: 2 }] }
  - id: rate
    when: { rate: { at_least: 3, within: 10s } }
    score: 1
    tests: { match: [{ type: image, times: 3 }], ignore: [{ text: hi, times: 3, every: 5s }] }
  - id: same
    mode: 'off'
    when: { duplicate: { at_least: 2, within: 1h } }
    score: 1
    tests: { match: [{ text: 'Hi!', times: 2, every: 59m }], ignore: [{ type: image, times: 20 }, { text: hi, times: 2, every: 1h }] }
  - id: type
    when: { any: [{ message.type: [image, location, contacts, interactive, button, reaction, audio] }, { message.forwarded: many }] }
    score: 1
    tests:
      match: [{ type: image }, { type: location }, { type: contacts, text: Ann }, { type: interactive, text: x }, { type: button, text: x }, { type: reaction, text: '👍' }, { type: audio }, { text: x, forwarded: many }]
      ignore: [{ text: x, forwarded: once }, { text: x, forwarded: true }]
  - id: words
    when: { text.words: hello }
    score: 1
    tests: { match: [{ type: image, text: hello }, { type: contacts, text: hello }], ignore: [{ type: sticker }, { type: button, text: hello }] }
`,
    });
    const report = await testRules(dir);
    expect(report.problems.map(formatProblem)).toEqual([]);
    expect(report).toMatchObject({ ok: true, passed: 23, failed: 0 });
  });

  it('says which line of which rule failed, and why', async () => {
    await write({
      'a.yaml': `rules:
  - id: a
    when: { text.words: hello, links.count: { at_least: 1 } }
    score: 1
    tests:
      match:
        - 'hello'
      ignore:
        - { text: 'hello https://a.example', times: 2 }
`,
    });
    const report = await testRules(dir);
    expect(report).toMatchObject({ ok: false, passed: 0, failed: 2 });
    expect(report.problems.map(formatProblem)).toEqual([
      `a.yaml:7:11 error: rule 'a' should match but does not: "hello" — when.text.words yes (1 of the words (hello), wanted at least 1); when.links.count no (0 links, wanted at least 1)`,
      `a.yaml:9:11 error: rule 'a' should not match but does: "hello https://a.example" (2 times) — when.text.words yes (1 of the words (hello), wanted at least 1); when.links.count yes (1 link, wanted at least 1)`,
    ]);
  });

  it('reports rules that do not load', async () => {
    await write({ 'a.yaml': 'rules: 1' });
    expect(await testRules(dir)).toMatchObject({ ok: false, problems: [{ file: 'a.yaml' }] });
  });
});
