import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readArguments } from '../../../scripts/quality/arguments.ts';
import { root } from '../../../scripts/quality/held-out.ts';
import { tempFolder, type TempFolder } from '../../helpers/temp-folder.ts';

const quality = (...args: string[]): { status: number | null; stdout: string; stderr: string } => {
  const command = ['--import', './test/helpers/ts-loader.js', 'scripts/quality/run.ts', ...args];
  return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
};

let folder: TempFolder;
let rules: string;
let good: string;
let bad: string;
beforeAll(() => {
  folder = tempFolder();
  rules = join(folder.path, 'shop-rules');
  mkdirSync(rules);
  const rule = (id: string, word: string): string =>
    `  - { id: ${id}, description: Says ${word}, when: { text.words: { any: [${word}] } }, then: cooldown }\n`;
  writeFileSync(join(rules, 'r.yaml'), `rules:\n${rule('coins', 'zzcoins')}${rule('hello', 'zzhello')}`);
  good = join(folder.path, 'good.jsonl');
  writeFileSync(good, '{"label":"ham","text":"a parcel"}\n{"label":"spam","text":"zzcoins"}\n');
  bad = join(folder.path, 'bad.jsonl');
  writeFileSync(bad, '{"label":"ham","text":"zzhello"}\n{"text":"zzsecret"}\n');
});
afterAll(() => folder[Symbol.dispose]());

describe('npm run quality', () => {
  it('prints figures of other rules and leaves the page alone', () => {
    const page = readFileSync(join(root, 'docs/quality.md'), 'utf8');
    const { status, stdout, stderr } = quality(good, '--rules', rules, '--check', '--baseline');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('`npm run quality -- good.jsonl --rules shop-rules --baseline`');
    expect(stdout).toMatch(/## held-out[\s\S]*## labelled[\s\S]*Beside a Bayes filter/);
    expect(stdout).toContain('| coins | 1 | 0 | 1 | 0 | 100.0 % |');
    expect(stdout).not.toContain(folder.path);
    expect(readFileSync(join(root, 'docs/quality.md'), 'utf8')).toBe(page);
  });

  it('with --check fails for a missed bound and for lines it cannot read, and says which', () => {
    const out = join(folder.path, 'figures.md');
    const { status, stderr, stdout } = quality(bad, '--rules', rules, '--check', '--out', out);
    expect(status).toBe(1);
    expect(stderr).toBe(
      [
        `${bad}:2: has no "label"; say "ham", "spam" or a name of your own`,
        'bound missed: - (-): 1 of 1 harmless texts at cooldown or harsher, more than 0.1 %',
        'bound missed: - (-): 1 of 1 harmless texts at any level, more than 1 %',
        '',
      ].join('\n'),
    );
    expect(stdout).toContain(`written: ${out}`);
    expect(readFileSync(out, 'utf8')).toContain('1 text · 1 line could not be read');
    expect(readFileSync(out, 'utf8')).not.toContain('zzhello');
    expect(quality(bad, '--rules', rules, '--out', '-').status).toBe(0);
  });

  it('says what to do about wrong use, with exit status 2', () => {
    const { status, stderr } = quality('--baseline');
    expect([status, stderr]).toEqual([
      2,
      'error: --baseline needs labelled text to learn from\nnpm run quality -- FILE.jsonl --baseline\n',
    ]);
  });
});

describe('what is typed', () => {
  it('is shown without folders', () => {
    expect(readArguments(['/home/me/texts.jsonl', '--rules', '/home/me/r', '--check']).command).toBe(
      'npm run quality -- texts.jsonl --rules r',
    );
  });

  it('names every file once, and the texts that are measured anyway not at all', () => {
    const heldOut = 'test/fixtures/quality/held-out.jsonl';
    const { files, command } = readArguments([join(root, heldOut), good, good]);
    expect(files).toEqual([good]);
    expect(command).toBe('npm run quality -- good.jsonl');
  });

  it('goes to the page only when it is about the shipped rules', () => {
    expect(readArguments([]).out).toBeNull();
    expect(readArguments(['--rules', 'mine']).out).toBe('-');
    expect(readArguments(['--rules', 'mine', '--out', 'f.md']).out).toBe('f.md');
  });

  it.each([['--nonsense'], ['--rules']])('%s is refused', (option) => {
    expect(() => readArguments([option])).toThrow();
  });
});
