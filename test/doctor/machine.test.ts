import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { examineDataFolder } from '../../src/doctor/data-folder.ts';
import { examinePort } from '../../src/doctor/ports.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const me = process.getuid?.() ?? null;

describe('the data folder', () => {
  it('is fine when it is ours, private and writable, and is left as it was', () => {
    using folder = tempFolder();
    chmodSync(folder.path, 0o700);
    expect(examineDataFolder(folder.path, me)[0]).toMatchObject({ status: 'ok' });
    expect(readdirSync(folder.path)).toEqual([]);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  });

  it('may be missing where it can be made', () => {
    using folder = tempFolder();
    const found = examineDataFolder(join(folder.path, 'a/b/c'), me);
    expect(found).toMatchObject([{ status: 'ok', what: expect.stringContaining('a start makes it') }]);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is a matter for a warning when others may look in', () => {
    using folder = tempFolder();
    const path = join(folder.path, 'data');
    mkdirSync(path);
    chmodSync(path, 0o755);
    expect(examineDataFolder(path, me)[0]).toMatchObject({ status: 'warn', mend: `Run: chmod 700 ${path}` });
  });

  it('must be a folder, and ours', () => {
    using folder = tempFolder();
    writeFileSync(join(folder.path, 'file'), '');
    expect(examineDataFolder(join(folder.path, 'file'), me)).toMatchObject([{ status: 'fail' }]);
    expect(examineDataFolder(folder.path, 4_000_000)).toMatchObject([
      { status: 'fail', what: expect.stringContaining('belongs to another user') },
    ]);
  });
});

describe('a port', () => {
  const listen = async (text: string): Promise<Server & AsyncDisposable> => {
    const server = createServer((_request, response) => response.end(text));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return Object.assign(server, {
      [Symbol.asyncDispose]: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    });
  };
  const examine = (port: number) =>
    examinePort({ variable: 'PORT', port, host: '127.0.0.1', path: '/livez' });

  it('may be free, any, or that of a Cordon that answers', async () => {
    expect(await examine(0)).toMatchObject({ status: 'ok' });
    await using cordon = await listen('ok\n');
    const { port } = cordon.address() as AddressInfo;
    expect(await examine(port)).toMatchObject({
      status: 'ok',
      what: expect.stringContaining('in use by a Cordon'),
    });
    await cordon[Symbol.asyncDispose]();
    expect(await examine(port)).toMatchObject({ status: 'ok', what: `PORT (${port}) is free` });
  });

  it('may not be that of something else', async () => {
    await using other = await listen('<html>');
    const { port } = other.address() as AddressInfo;
    expect(await examine(port)).toMatchObject({
      status: 'fail',
      mend: 'Stop it, or set PORT to a free port.',
    });
  });
});
