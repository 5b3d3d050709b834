import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rulesLintCommand } from '../../src/cli/commands/rules-lint.ts';
import { rulesSchemaCommand } from '../../src/cli/commands/rules-schema.ts';
import { runCli } from '../../src/cli/run.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';
import { terminal } from './terminal.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = tempFolder();
});
afterEach(() => folder[Symbol.dispose]());

const write = (name: string, text: string): void => {
  mkdirSync(join(folder.path, 'rules'), { recursive: true });
  writeFileSync(join(folder.path, 'rules', name), text);
};
async function type(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = terminal({ env: { RULES_DIR: join(folder.path, 'rules') } });
  const code = await runCli(
    ['rules', ...words],
    { version: '0', commands: [rulesLintCommand, rulesSchemaCommand] },
    io,
  );
  return { code, out: io.out(), err: io.err() };
}

const SOUND = `rules:
  - id: a
    description: A word
    score: 1
    when: { text.words: hi }
    tests: { match: [hi], ignore: [ho] }
`;
const DOUBTFUL = SOUND.replace('text.words: hi', 'text.words: hi, links.count: { at_least: 0 }');

describe('cordon rules lint', () => {
  it('says nothing but the sum of sound rules', async () => {
    write('a.yaml', SOUND);
    expect(await type('lint')).toEqual({ code: 0, out: '1 rule, 0 errors, 0 warnings\n', err: '' });
    expect(await type('lint', '--strict')).toMatchObject({ code: 0 });
  });

  it('fails on warnings only when it is to be strict', async () => {
    write('a.yaml', DOUBTFUL);
    const warned = await type('lint');
    expect(warned).toEqual({
      code: 0,
      out: 'a.yaml:5:29 warning: this holds for every message: links.count { at_least: 0 } [always-matches]\n1 rule, 0 errors, 1 warning\n',
      err: '',
    });
    expect(await type('lint', '--strict')).toEqual({ ...warned, code: 1 });
  });

  it('shows errors before warnings, whatever file they are in, each with its check', async () => {
    write('a.yaml', SOUND.replace('[hi]', '[hi, no]'));
    write(
      'b.yaml',
      'rules:\n  - { id: b, then: block, when: { sender.country: BR } }\n  - { id: c, score: 1, when: { txt.words: hi } }\n',
    );
    const { code, out } = await type('lint');
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(
        /^b\.yaml:2:7 error: rule 'b' would block people for sender\.country alone; .* \[weak-only\]$/,
      ),
      "b.yaml:3:32 error: unknown condition 'txt.words' (did you mean 'text.words'?) [invalid]",
      "a.yaml:6:26 warning: unquoted no is true or false to many YAML readers; write 'no' [yaml-trap]",
      '2 errors, 1 warning',
      '',
    ]);
  });

  it('prints errors and warnings apart for programs', async () => {
    write('a.yaml', DOUBTFUL);
    const { code, out } = await type('lint', '--json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        ok: true,
        rules: 1,
        packs: [{ name: 'a', file: 'a.yaml', rules: 1, modes: 'enforce', switchedBy: null }],
        errors: [],
        warnings: [
          {
            code: 'always-matches',
            file: 'a.yaml',
            line: 5,
            column: 29,
            message: 'this holds for every message: links.count { at_least: 0 }',
          },
        ],
      },
    ]);
  });

  it('leaves schemas in the folder alone', async () => {
    write('a.yaml', SOUND);
    write('rules.schema.json', '{ "rules": 3 }');
    expect(await type('lint')).toMatchObject({ code: 0, out: '1 rule, 0 errors, 0 warnings\n' });
  });
});

describe('cordon rules schema', () => {
  it('prints the schema, or writes it to a file', async () => {
    const printed = await type('schema');
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(printed.out)).toMatchObject({ title: 'Cordon: rules' });
    const path = join(folder.path, 'x.schema.json');
    expect(await type('schema', '--out', path)).toEqual({ code: 0, out: `${path} is written.\n`, err: '' });
    expect(readFileSync(path, 'utf8')).toBe(printed.out);
    expect(await type('schema', '--policy', '--out', path, '--json')).toEqual({
      code: 0,
      out: `{"path":"${path}"}\n`,
      err: '',
    });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ title: 'Cordon: policy' });
    expect(JSON.parse((await type('schema', '--stories')).out)).toMatchObject({ title: 'Cordon: stories' });
  });

  it('says what to do where it cannot', async () => {
    expect(await type('schema', '--policy', '--stories')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/one at a time/),
    });
    const path = join(folder.path, 'nowhere/x.json');
    expect(await type('schema', '--out', path)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/cannot be written \(ENOENT\)\nName a file/),
    });
  });
});
