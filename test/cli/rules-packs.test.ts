import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rulesExplainCommand } from '../../src/cli/commands/rules-explain.ts';
import { rulesLintCommand } from '../../src/cli/commands/rules-lint.ts';
import { rulesPacksCommand } from '../../src/cli/commands/rules-packs.ts';
import { runCli } from '../../src/cli/run.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';
import { terminal } from './terminal.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = tempFolder();
  mkdirSync(join(folder.path, 'rules'));
  const rule = (id: string): string =>
    `  - id: ${id}\n    description: About ${id}\n    score: 1\n    when: { text.words: ${id} }\n    tests: { match: [${id}], ignore: [ho] }\n`;
  write('links.yaml', `pack: Links of all kinds\nrules:\n${rule('short')}${rule('invite')}`);
  write('names.yaml', `rules:\n${rule('brand')}`);
});
afterEach(() => folder[Symbol.dispose]());

const write = (name: string, text: string): void => writeFileSync(join(folder.path, 'rules', name), text);
async function type(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = terminal({ env: { RULES_DIR: join(folder.path, 'rules') } });
  const commands = [rulesPacksCommand, rulesLintCommand, rulesExplainCommand];
  const code = await runCli(['rules', ...words], { version: '0', commands }, io);
  return { code, out: io.out(), err: io.err() };
}

describe('cordon rules packs', () => {
  it('lists the packs with what they are about, and what switches them', async () => {
    write('own.yaml', 'packs: { links: off }\noverrides: { invite: { mode: monitor } }\n');
    const { code, out } = await type('packs');
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'pack\trules\tmode\tswitched by\tabout',
        'links\t2\t1 monitor, 1 off\town.yaml:1\tLinks of all kinds',
        'names\t1\tenforce\t\t',
        '',
      ],
    ]);
  });

  it('lists the rules of one', async () => {
    const { code, out } = await type('packs', 'links');
    expect([code, out.split('\n')]).toEqual([
      0,
      ['rule\tmode\tdescription', 'short\tenforce\tAbout short', 'invite\tenforce\tAbout invite', ''],
    ]);
  });

  it('answers programs', async () => {
    const { packs } = JSON.parse((await type('packs', '--json')).out) as { packs: { name: string }[] };
    expect(packs.map(({ name }) => name)).toEqual(['links', 'names']);
    expect(JSON.parse((await type('packs', 'names', '--json')).out)).toEqual(packs[1]);
  });

  it('helps with a name nobody knows', async () => {
    expect(await type('packs', 'link')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/there is no pack link in .*\nDid you mean: cordon rules packs links\n$/),
    });
  });
});

describe('a pack that is switched shows', () => {
  beforeEach(() => write('own.yaml', 'packs: { links: off, names: monitor }\n'));

  it('in rules lint', async () => {
    expect(await type('lint')).toMatchObject({
      code: 0,
      out: 'pack links: off (own.yaml:1)\npack names: monitor (own.yaml:1)\n3 rules, 0 errors, 0 warnings\n',
    });
    expect(JSON.parse((await type('lint', '--json')).out)).toMatchObject({
      packs: [
        { name: 'links', rules: 2, modes: 'off', switchedBy: { file: 'own.yaml', line: 1, mode: 'off' } },
        { name: 'names', rules: 1, modes: 'monitor' },
      ],
    });
  });

  it('in rules explain', async () => {
    const { out } = await type('explain', '--text', 'brand short');
    expect(out).toContain('brand (+1, monitor: never counts)');
    expect(out).toContain('off, not asked: pack links (2 rules)');
  });
});
