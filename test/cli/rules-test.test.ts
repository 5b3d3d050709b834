import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { rulesTestCommand } from '../../src/cli/commands/rules-test.ts';
import { readFolder } from '../../src/ruleset/load.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { terminal, type Terminal } from './terminal.ts';

const SHIPPED = fileURLToPath(new URL('../../rules', import.meta.url));
const RULES = `rules:
  - id: spam
    score: 8
    when: { text.words: spam }
    tests: { match: [spam], ignore: [hello] }
`;
const STORY = `stories:
  - story: spam is cooled down
    steps: [{ text: spam, expect: { decision: cooldown, rule: spam } }]
`;

function folderWith(files: Record<string, string>): TempFolder {
  const folder = tempFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    writeFileSync(join(folder.path, name), content);
  }
  return folder;
}

async function run(args: string[], io: Terminal = terminal(), stop = new AbortController()) {
  const code = await rulesTestCommand(stop.signal).execute(args, io);
  return { code, out: io.out() };
}

describe('cordon rules test', () => {
  it('passes the shipped rules and their stories', async () => {
    const { code, out } = await run([SHIPPED]);
    expect(out).toMatch(/^\d{3,} rule tests passed, 0 failed, \d\d stories\ncoverage \d+%: of /);
    expect(code).toBe(0);
  });

  it('finds stories by their name or folder, and keeps them out of the ruleset', async () => {
    using folder = folderWith({ 'a.yaml': RULES, 'b.story.yaml': STORY, 'mine/stories/deep/c.yml': STORY });
    expect(await run([folder.path])).toEqual({
      code: 0,
      out: '2 rule tests passed, 0 failed, 2 stories\ncoverage 100%: of 1 rules 1 matched and 1 did not, of 1 conditions 1 were both true and false\n',
    });
    const { contents, problems } = await readFolder(folder.path);
    expect([[...contents.keys()], problems]).toEqual([['a.yaml'], []]);
    const hash = (files: ReadonlyMap<string, string>): string => {
      const result = parseRuleset(files);
      return result.ok ? result.ruleset.hash : 'broken';
    };
    expect(hash(new Map([...contents, ['stories/x.yaml', 'anything']]))).toBe(hash(contents));
  });

  it('prints failures with what led there, then the sum, and exits 1', async () => {
    using folder = folderWith({
      'a.yaml': RULES.replace('[hello]', '[spam]'),
      's.story.yaml': STORY.replace('cooldown, ', 'allow, '),
    });
    const { code, out } = await run([folder.path]);
    const [line, ...rest] = out.split('\n');
    expect(line).toMatch(
      /^a\.yaml:5:38 error: rule 'spam' should not match but does: "spam" — when\.text\.words yes \(.+\)$/,
    );
    expect(rest).toEqual([
      "s.story.yaml:3:37 error: story 'spam is cooled down', step 1 (at 0s): expected decision allow, got cooldown",
      '    cooldown, score 8',
      '      spam +8: spam',
      '1 rule test passed, 1 failed, 1 story, 1 failed',
      'coverage 50%: of 1 rules 1 matched and 0 did not, of 1 conditions 0 were both true and false; --coverage lists the rest',
      '',
    ]);
    expect(code).toBe(1);
  });

  it('tells rules and stories that cannot be read apart from failures: exit 2, everything at once', async () => {
    using folder = folderWith({
      'a.yaml': RULES.replace('score', 'scroe'),
      's.story.yaml': STORY.replace('cooldown', 'ban'),
    });
    const { code, out } = await run([folder.path]);
    expect(out).toMatch(
      /^a\.yaml:2:5 error: .*\na\.yaml:3:5 error: unknown key 'scroe'.*\ns\.story\.yaml:3:47 error: .*\nnothing was tested\n$/,
    );
    expect(code).toBe(2);
    using half = folderWith({ 'a.yaml': RULES, 's.story.yaml': STORY.replace('rule: spam', 'rule: spma') });
    expect(await run([half.path])).toMatchObject({
      code: 2,
      out: expect.stringMatching(
        /there is no rule 'spma' \(did you mean 'spam'\?\)\nnot everything could be read.*\n2 rule tests passed, 0 failed\n/,
      ),
    });
    expect(await run([join(folder.path, 'nowhere')])).toMatchObject({ code: 2 });
  });

  it('tests only what is asked for', async () => {
    const other = RULES.replaceAll('spam', 'scam');
    using folder = folderWith({ 'a.yaml': RULES, 'b.yaml': other, 'stories/s.yaml': STORY });
    expect((await run([folder.path, '--only', 'SCAM'])).out).toMatch(
      /^2 rule tests passed, 0 failed\ncoverage 100%: of 1 rules/,
    );
    expect((await run([folder.path, '--only', 'sp*'])).out).toMatch(
      /^2 rule tests passed, 0 failed, 1 story\n/,
    );
    expect((await run([folder.path, '--only', 'stories/*'])).out).toBe(
      '0 rule tests passed, 0 failed, 1 story\n',
    );
    await expect(run([folder.path, '--only', 'nothing'])).rejects.toThrow('has "nothing" in its name');
  });

  it('lists with --coverage what nobody saw', async () => {
    using folder = folderWith({
      'a.yaml': `${RULES}  - { id: idle, score: 1, when: { links.count: { at_least: 2 } } }\n`,
    });
    expect((await run([folder.path, '--coverage'])).out.split('\n').slice(0, 2)).toEqual([
      "a.yaml:6:7 rule 'idle' never matched, never ignored a message",
      'a.yaml:6:35 idle: when.links.count never true, never false',
    ]);
  });

  it('prints one JSON document for programs', async () => {
    using folder = folderWith({ 'a.yaml': RULES, 's.story.yaml': STORY });
    const { code, out } = await run([folder.path, '--json']);
    expect(JSON.parse(out)).toEqual({
      ok: true,
      status: 'passed',
      passed: 2,
      failed: 0,
      stories: { passed: 1, failed: 0, messages: 1 },
      problems: [],
      coverage: expect.objectContaining({ percent: 100, gaps: [] }),
    });
    expect(code).toBe(0);
  });

  it('with --watch runs again after every change, shows the latest result only, and ends with the signal', async () => {
    using folder = tempFolder();
    cpSync(SHIPPED, folder.path, { recursive: true });
    const io = terminal({ isTTY: true, env: { NO_COLOR: '1' } });
    const stop = new AbortController();
    const screen = (): string => io.out().split('\u001b[H').at(-1) ?? '';
    const ended = run([folder.path, '--watch', '--only', 'flood'], io, stop);
    try {
      await waitFor(() => screen().includes('0 failed, 3 stories'));
      writeFileSync(join(folder.path, 'stories/more.yaml'), STORY.replace('spam is', 'a flood is'));
      await waitFor(() => screen().includes("there is no rule 'spam'"));
      writeFileSync(join(folder.path, 'spam.yaml'), RULES);
      await waitFor(() => screen().includes('0 failed, 4 stories'));
      expect(screen()).not.toContain('there is no rule');
    } finally {
      stop.abort();
    }
    expect((await ended).code).toBe(0);
  });
});
