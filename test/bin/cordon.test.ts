import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { tempFolder } from '../helpers/temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function run(folder: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: folder }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

/** A small project with our bin/ and our compiler settings. */
function makeProject(folder: string): void {
  for (const name of ['bin', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'src/store'), { recursive: true });
  writeFileSync(join(folder, 'src/store/claim.lua'), '-- claim');
  writeMain(folder, 'one');
}

function writeMain(folder: string, word: string): void {
  const text = `process.stdout.write(\`${word} \${process.argv.slice(2).join(',')}\`);\nprocess.exitCode = 3;\n`;
  writeFileSync(join(folder, 'src/main.ts'), text);
}

describe('bin/cordon.js', () => {
  it('builds what is missing, passes arguments and exit code, and prints nothing of its own', async () => {
    using temp = tempFolder();
    makeProject(temp.path);
    expect(await run(temp.path, ['bin/cordon.js', 'rules', '--json'])).toEqual({
      code: 3,
      stdout: 'one rules,--json',
      stderr: '',
    });
    expect(readFileSync(join(temp.path, 'dist/store/claim.lua'), 'utf8')).toBe('-- claim');
    expect(readdirSync(temp.path).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });

  it('builds again only when a source changed, came or went', async () => {
    using temp = tempFolder();
    makeProject(temp.path);
    await run(temp.path, ['bin/cordon.js']);
    writeFileSync(join(temp.path, 'dist/main.js'), 'process.stdout.write("not rebuilt")');
    expect((await run(temp.path, ['bin/cordon.js'])).stdout).toBe('not rebuilt');
    writeMain(temp.path, 'two');
    expect((await run(temp.path, ['bin/cordon.js'])).stdout).toBe('two ');
    rmSync(join(temp.path, 'src/store/claim.lua'));
    await run(temp.path, ['bin/cordon.js']);
    expect(existsSync(join(temp.path, 'dist/store/claim.lua'))).toBe(false);
  });

  it('survives several starts at once on a fresh checkout', async () => {
    using temp = tempFolder();
    makeProject(temp.path);
    const all = await Promise.all([1, 2, 3].map((n) => run(temp.path, ['bin/cordon.js', `${n}`])));
    expect(all).toEqual([1, 2, 3].map((n) => ({ code: 3, stdout: `one ${n}`, stderr: '' })));
    expect(readdirSync(temp.path).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });

  it('runs what is built where there are no sources', async () => {
    using temp = tempFolder();
    makeProject(temp.path);
    await run(temp.path, ['bin/build.js']);
    rmSync(join(temp.path, 'src'), { recursive: true });
    rmSync(join(temp.path, 'node_modules'));
    expect(await run(temp.path, ['bin/cordon.js'])).toEqual({ code: 3, stdout: 'one ', stderr: '' });
  });

  it('says what to do where nothing is built and no compiler is installed', async () => {
    using temp = tempFolder();
    makeProject(temp.path);
    rmSync(join(temp.path, 'node_modules'));
    expect(await run(temp.path, ['bin/cordon.js'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'cordon: dist/ is missing and TypeScript is not installed; run: npm ci --include=dev\n',
    });
  });

  it('tells an old Node apart before it loads anything that Node cannot read', async () => {
    using temp = tempFolder();
    const text = readFileSync(join(root, 'bin/cordon.js'), 'utf8').replace(
      'process.versions.node.split',
      '"18.20.4".split',
    );
    writeFileSync(join(temp.path, 'cordon.js'), text);
    const { code, stdout, stderr } = await run(temp.path, ['cordon.js']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Cordon needs Node 20.19 or newer/);
  });
});

describe('bin/build.js', () => {
  it('keeps the last good build when the sources do not compile, and says where', async () => {
    using temp = tempFolder();
    makeProject(temp.path);
    await run(temp.path, ['bin/build.js']);
    writeFileSync(join(temp.path, 'src/main.ts'), 'const n: number = "no";\nexport { n };\n');
    const { code, stdout, stderr } = await run(temp.path, ['bin/build.js']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/src\/main\.ts\(1,7\): error TS2322/);
    expect(readFileSync(join(temp.path, 'dist/main.js'), 'utf8')).toContain('one');
    expect(readdirSync(temp.path).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });
});
