import { appendFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { askInfo } from '../../src/redis/info.ts';
import { groupMembers } from '../../src/redis/processes.ts';
import { startServer } from '../../src/redis/start-server.ts';
import { privateRedis, testRedis } from '../helpers/redis.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';

const settings = { appendOnly: true, appendFsync: 'always', maxMemoryBytes: 64 * 1024 ** 2 } as const;
const binary = process.env.CORDON_TEST_REDIS_BINARY!;

describe('a private server', () => {
  it('is reachable over its socket only, by its user only', async () => {
    await using server = await privateRedis();
    const redis = testRedis({}, server.path);
    expect(await redis.config('GET', 'port')).toEqual(['port', '0']);
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    expect(statSync(server.path).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(dirname(server.path))) {
      expect(statSync(join(dirname(server.path), name)).mode & 0o077).toBe(0);
    }
    redis.disconnect();
  });

  it.each([['plain'], ['with spaces'], [`quote's "and" $(more) \\x41 {glob*} # ü 漢`], ['--port 6379']])(
    'works in a folder named %j',
    async (name) => {
      using temp = tempFolder();
      const folder = join(temp.path, name);
      mkdirSync(folder);
      const socketPath = join(folder, 's');
      const server = await startServer({ ...settings, binary, folder, socketPath });
      try {
        const redis = testRedis({}, socketPath);
        expect(await redis.config('GET', 'dir')).toEqual(['dir', folder]);
        redis.disconnect();
        expect(server.info.folder).toBe(folder);
      } finally {
        await server.stop();
      }
    },
  );

  it('has what it acknowledged after kill -9, even with a torn last write', async () => {
    await using server = await privateRedis();
    const redis = testRedis({}, server.path);
    await redis.set('kept', 'yes');
    redis.disconnect();
    await server.kill9();
    const aof = join(dirname(server.path), 'appendonlydir');
    const last = readdirSync(aof).find((name) => name.endsWith('.incr.aof'))!;
    appendFileSync(join(aof, last), '*3\r\n$3\r\nSET\r\n$4\r\nto');
    await server.restart();
    const again = testRedis({}, server.path);
    expect(await again.get('kept')).toBe('yes');
    again.disconnect();
  });

  it('is silent while frozen and answers once thawed', async () => {
    await using server = await privateRedis();
    server.freeze();
    expect(await askInfo(server.path, 200)).toEqual({ state: 'silent' });
    server.thaw();
    expect(await askInfo(server.path, 5_000)).toMatchObject({ state: 'answered', info: { pid: server.pid } });
  });

  it('is ended within the time given even when frozen', async () => {
    using temp = tempFolder();
    const server = await startServer({
      ...settings,
      binary,
      folder: temp.path,
      socketPath: join(temp.path, 's'),
    });
    process.kill(server.info.pid, 'SIGSTOP');
    await server.stop(200);
    await waitFor(() => groupMembers(server.processGroup).length === 0, { what: 'all its processes to end' });
  });

  it('goes when its supervising shell is killed', async () => {
    using temp = tempFolder();
    const server = await startServer({
      ...settings,
      binary,
      folder: temp.path,
      socketPath: join(temp.path, 's'),
    });
    process.kill(server.processGroup, 'SIGKILL');
    expect(await server.exited).toBe('SIGKILL');
    await waitFor(() => groupMembers(server.processGroup).length === 0, { what: 'the server to end' });
  });

  it('says why it did not start, with the end of its log', async () => {
    using temp = tempFolder();
    const start = startServer({
      ...settings,
      binary,
      folder: temp.path,
      socketPath: join(temp.path, 'no/such/folder/s'),
    });
    await expect(start).rejects.toThrow(
      /did not start: it ended with exit status 1[^]*Failed opening Unix socket/,
    );
  });

  it('can be called off while it starts', async () => {
    using temp = tempFolder();
    const never = join(temp.path, 'never-serves');
    writeFileSync(never, '#!/bin/sh\nexec sleep 600\n', { mode: 0o700 });
    const calledOff = new AbortController();
    let group = 0;
    const start = startServer({
      ...settings,
      binary: never,
      folder: temp.path,
      socketPath: join(temp.path, 's'),
      signal: calledOff.signal,
      onSpawn: (processGroup) => (group = processGroup),
    });
    await waitFor(() => groupMembers(group).some(({ name }) => name === 'sleep'));
    calledOff.abort();
    await expect(start).rejects.toThrow(/did not start: it ended with exit status 143/);
    expect(groupMembers(group)).toEqual([]);
  });
});

describe('askInfo', () => {
  it('says that nobody is there', async () => {
    using temp = tempFolder();
    expect(await askInfo(join(temp.path, 'none'), 1_000)).toEqual({ state: 'absent' });
  });

  it.each([
    ['HTTP/1.1 200 OK\r\n\r\n'],
    ['-NOAUTH Authentication required.\r\n'],
    ['+PONG\r\n'],
    ['$3\r\nabc\r\n*0\r\n'],
    ['x'.repeat(100)],
  ])('does not take %j for a Redis of ours', async (reply) => {
    using temp = tempFolder();
    const other = createServer((socket) => void socket.end(reply));
    const path = join(temp.path, 's');
    await new Promise<void>((resolve) => other.listen(path, resolve));
    expect(await askInfo(path, 2_000)).toEqual({ state: 'foreign' });
    other.close();
  });
});
