import { chmodSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chooseSocketPath, makePrivateFolder, SOCKET_PATH_LIMIT } from '../../src/redis/socket-path.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('chooseSocketPath', () => {
  it('is in the folder while that is short enough, counted in bytes', () => {
    const longest = '/'.padEnd(SOCKET_PATH_LIMIT - '/redis.sock'.length, 'd');
    expect(chooseSocketPath(longest, '/tmp', 1)).toEqual({
      path: `${longest}/redis.sock`,
      privateTemp: null,
    });
    expect(chooseSocketPath(`${longest}d`, '/tmp', 1).privateTemp).toBe('/tmp/cordon-1');
    expect(chooseSocketPath(`/${'漢'.repeat(30)}`, '/tmp', 1).privateTemp).toBe('/tmp/cordon-1');
  });

  it('is the same for the same folder, and another for another folder or user', () => {
    const [a, b] = [`/${'a'.repeat(120)}`, `/${'b'.repeat(120)}`];
    const { path } = chooseSocketPath(a, '/tmp', 1);
    expect(chooseSocketPath(a, '/tmp', 1).path).toBe(path);
    expect(chooseSocketPath(b, '/tmp', 1).path).not.toBe(path);
    expect(chooseSocketPath(a, '/tmp', 2).path).not.toBe(path);
  });

  it('stays within the limit whatever the temp folder', () => {
    for (const temp of ['/tmp', '/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T', `/${'t'.repeat(200)}`]) {
      const { path } = chooseSocketPath(`/${'a'.repeat(200)}`, temp, 4_294_967_295);
      expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
    }
  });
});

describe('makePrivateFolder', () => {
  it('makes it, and closes one that stood open', () => {
    using temp = tempFolder();
    const folder = join(temp.path, 'a/b');
    makePrivateFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    chmodSync(folder, 0o777);
    makePrivateFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('refuses a link, which may lead into the folder of somebody else', () => {
    using temp = tempFolder();
    mkdirSync(join(temp.path, 'theirs'));
    symlinkSync(join(temp.path, 'theirs'), join(temp.path, 'ours'));
    expect(() => makePrivateFolder(join(temp.path, 'ours'))).toThrow(/must be a folder of the user/);
  });
});
