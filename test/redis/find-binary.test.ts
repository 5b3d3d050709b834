import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findServerBinary, parseVersion } from '../../src/redis/find-binary.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('parseVersion', () => {
  it.each([
    ['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d7c971a948f0', '7.0.15'],
    ['Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64 build=a3fdef44459b3ad6', '6.0.16'],
    ['Valkey server v=8.1.3 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1', '8.1.3'],
    ['Redis server v=255.255.255 sha=1 malloc=libc bits=64 build=1', '255.255.255'],
    ['Redis server v=10.2.0\n', '10.2.0'],
    ['', null],
    ['v=7.0.15', null],
    ['nginx v=7.0.15', null],
    ['redis-server: command not found', null],
  ])('%j is %j', (output, version) => {
    expect(parseVersion(output)).toBe(version);
  });
});

describe('findServerBinary', () => {
  function program(folder: string, name: string, script: string, mode = 0o755): string {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode });
    return path;
  }
  const prints = (version: string): string => `echo "Redis server v=${version} sha=0"`;

  it('takes the first one that is new enough and names those that are not', async () => {
    using temp = tempFolder();
    const [a, b, c] = [join(temp.path, 'a'), join(temp.path, 'b'), join(temp.path, 'c')];
    const old = program(a, 'redis-server', prints('6.2.1'));
    const good = program(b, 'valkey-server', 'echo "Valkey server v=8.0.1 x"');
    program(c, 'redis-server', prints('7.4.0'));
    expect(await findServerBinary([a, b, c].join(':'), [])).toEqual({
      usable: { path: good, version: '8.0.1' },
      tooOld: [{ path: old, version: '6.2.1' }],
    });
  });

  it('looks in the usual folders after the search path', async () => {
    using temp = tempFolder();
    const path = program(join(temp.path, 'usual'), 'redis-server', prints('7.0.0'));
    expect((await findServerBinary('/nowhere', [join(temp.path, 'usual')])).usable?.path).toBe(path);
  });

  it.each([
    ['is not executable', prints('7.0.0'), 0o644],
    ['fails', 'exit 1', 0o755],
    ['is something else', 'echo hello', 0o755],
  ])('passes over a program that %s', async (_what, script, mode) => {
    using temp = tempFolder();
    program(temp.path, 'redis-server', script, mode);
    expect(await findServerBinary(temp.path, [])).toEqual({ usable: null, tooOld: [] });
  });

  it('never runs a program from the current folder', async () => {
    expect(await findServerBinary('.::', [])).toEqual({ usable: null, tooOld: [] });
  });
});
