import { chmodSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { attachEmbedded } from '../../src/redis/attach.ts';
import { startEmbeddedRedis } from '../../src/redis/embedded.ts';
import type { EmbeddedRedis } from '../../src/redis/embedded.ts';
import { groupMembers, readProcess } from '../../src/redis/processes.ts';
import { readServerRecord } from '../../src/redis/server-record.ts';
import { testRedis } from '../helpers/redis.ts';
import { runTypescript } from '../helpers/run-typescript.ts';
import type { RunningScript } from '../helpers/run-typescript.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';

const CHILD = 'test/helpers/embedded-child.ts';

function start(dataDir: string, said: string[] = []): Promise<EmbeddedRedis> {
  return startEmbeddedRedis({
    dataDir,
    install: { searchPath: process.env.PATH ?? '', unasked: false },
    say: (line) => said.push(line),
  });
}

async function set(path: string, key: string, value: string): Promise<void> {
  const redis = testRedis({}, path);
  await redis.set(key, value);
  redis.disconnect();
}

async function get(path: string, key: string): Promise<string | null> {
  const redis = testRedis({}, path);
  const value = await redis.get(key);
  redis.disconnect();
  return value;
}

interface Line {
  path: string;
  pid: number;
  takenOver: number | null;
  error?: string;
}

async function startChild(
  dataDir: string,
  ...more: string[]
): Promise<{ cordon: RunningScript; line: Line }> {
  const cordon = runTypescript(CHILD, [dataDir, ...more]);
  return { cordon, line: (await cordon.nextLine()) as Line };
}

/** Kills a Cordon and everything that watches over its server, so that only the server is left. */
async function strand(cordon: RunningScript, dataDir: string, serverPid: number): Promise<void> {
  const { processGroup } = readServerRecord(join(dataDir, 'redis'))!;
  for (const { pid } of groupMembers(processGroup)) if (pid !== serverPid) process.kill(pid, 'SIGKILL');
  await cordon.kill9();
  await waitFor(() => groupMembers(processGroup).length === 1, { what: 'only the server to be left' });
}

describe('startEmbeddedRedis', () => {
  it('keeps its data over a restart', async () => {
    using data = tempFolder();
    const first = await start(data.path);
    await set(first.path, 'k', 'v');
    await first.stop();
    await first.stop(); // twice does no harm
    expect(readProcess(first.pid)).toBeNull();
    await using second = await start(data.path);
    expect(await get(second.path, 'k')).toBe('v');
    expect(second.takenOver).toBeNull();
  });

  it('opens its folders to its user only, also when they stood open', async () => {
    using data = tempFolder();
    mkdirSync(join(data.path, 'redis'));
    chmodSync(join(data.path, 'redis'), 0o755);
    await using redis = await start(data.path);
    expect(statSync(join(data.path, 'redis')).mode & 0o777).toBe(0o700);
    expect(statSync(redis.path).mode & 0o777).toBe(0o700);
  });

  it('works where the path is too long for a socket', async () => {
    using data = tempFolder();
    const deep = join(data.path, 'd'.repeat(90), 'e'.repeat(90));
    await using redis = await start(deep);
    await set(redis.path, 'k', 'v');
    expect(Buffer.byteLength(redis.path)).toBeLessThan(100);
    expect(statSync(join(redis.path, '..')).mode & 0o777).toBe(0o700);
    expect(await attachEmbedded(deep)).toMatchObject({ path: redis.path });
  });

  it('starts its server again when that ends alone, with all data, and says so', async () => {
    using data = tempFolder();
    const said: string[] = [];
    await using redis = await start(data.path, said);
    await set(redis.path, 'k', 'v');
    const killed = redis.pid;
    process.kill(killed, 'SIGKILL');
    await waitFor(() => said.includes('Redis is back'));
    expect(said[0]).toMatch(/^Redis ended by itself \(exit status 137\)/);
    expect(redis.pid).not.toBe(killed);
    expect(await get(redis.path, 'k')).toBe('v');
  });

  it('starts its server again when the shell over it is killed', async () => {
    using data = tempFolder();
    const said: string[] = [];
    await using redis = await start(data.path, said);
    await set(redis.path, 'k', 'v');
    process.kill(readServerRecord(join(data.path, 'redis'))!.processGroup, 'SIGKILL');
    await waitFor(() => said.includes('Redis is back'));
    expect(await get(redis.path, 'k')).toBe('v');
  });

  it('keeps trying while the server cannot be started, and can be stopped meanwhile', async () => {
    using data = tempFolder();
    const said: string[] = [];
    const redis = await start(data.path, said);
    // its data cannot be read: a broken manifest
    writeFileSync(join(data.path, 'redis/appendonlydir/appendonly.aof.manifest'), 'broken\n');
    process.kill(redis.pid, 'SIGKILL');
    await waitFor(() => said.filter((line) => line.startsWith('Redis cannot be started')).length >= 2);
    await redis.stop();
    expect((await attachEmbedded(data.path)).ownerPid).toBeNull();
  });

  it('frees the folder when the start fails', async () => {
    using data = tempFolder();
    mkdirSync(join(data.path, 'redis/redis.conf'), { recursive: true }); // a folder where a file must be
    await expect(start(data.path)).rejects.toThrow();
    rmSync(join(data.path, 'redis/redis.conf'), { recursive: true });
    await using redis = await start(data.path);
    expect(redis.pid).toBeGreaterThan(1);
  });
});

describe('two Cordons on one folder', () => {
  it('the second one gets an error that names the first and what to do', async () => {
    using data = tempFolder();
    await using redis = await start(data.path);
    const message = `another Cordon (pid ${process.pid}) is already running on ${data.path}. Stop it first, or give this one a DATA_DIR of its own.`;
    await expect(start(data.path)).rejects.toThrow(message);
    const { cordon, line } = await startChild(data.path);
    await cordon.ended();
    expect(line.error).toBe(message);
    expect(await get(redis.path, 'k')).toBeNull(); // the first one is unharmed
  });
});

describe('kill -9 of Cordon', () => {
  it('ends its server by itself, and the next start has the data', async () => {
    using data = tempFolder();
    const { cordon, line } = await startChild(data.path);
    await set(line.path, 'k', 'v');
    await cordon.kill9();
    await waitFor(() => readProcess(line.pid) === null, { what: 'the server to end' });
    expect(existsSync(line.path)).toBe(false);
    await using next = await start(data.path);
    expect(await get(next.path, 'k')).toBe('v');
  });

  it('may be followed by a start at once', async () => {
    using data = tempFolder();
    for (let round = 1; round <= 4; round += 1) {
      const { cordon, line } = await startChild(data.path);
      expect(line.error).toBeUndefined();
      await set(line.path, `k${round}`, 'v');
      await cordon.kill9();
    }
    await using next = await start(data.path);
    for (let round = 1; round <= 4; round += 1) expect(await get(next.path, `k${round}`)).toBe('v');
  });

  it('with everything that watched: the next start replaces the leftover server and keeps its data', async () => {
    using data = tempFolder();
    const { cordon, line } = await startChild(data.path);
    await set(line.path, 'k', 'v');
    await strand(cordon, data.path, line.pid);
    expect(readProcess(line.pid)).not.toBeNull();

    const said: string[] = [];
    await using next = await start(data.path, said);
    expect(next.takenOver).toBe(line.pid);
    expect(readProcess(line.pid)).toBeNull();
    expect(said).toEqual([`replaced the Redis server that an earlier Cordon left behind (pid ${line.pid})`]);
    expect(await get(next.path, 'k')).toBe('v');
  });

  it('finds the leftover by its socket when the record of it is lost', async () => {
    using data = tempFolder();
    const { cordon, line } = await startChild(data.path);
    await strand(cordon, data.path, line.pid);
    rmSync(join(data.path, 'redis/server.json'));
    await using next = await start(data.path);
    expect(next.takenOver).toBe(line.pid);
  });

  it('with a frozen leftover: the next start says which process, and works once that is gone', async () => {
    using data = tempFolder();
    const { cordon, line } = await startChild(data.path);
    await set(line.path, 'k', 'v');
    process.kill(line.pid, 'SIGSTOP');
    await cordon.kill9();
    await expect(start(data.path)).rejects.toThrow(
      `left behind (pid ${line.pid}) is frozen. Let it go on (kill -CONT ${line.pid}) or end it (kill -9 ${line.pid})`,
    );
    process.kill(line.pid, 'SIGKILL');
    await waitFor(() => readProcess(line.pid) === null);
    await using next = await start(data.path);
    expect(await get(next.path, 'k')).toBe('v');
  });

  it('is not needed: a process that forgets to stop it ends all the same', async () => {
    using data = tempFolder();
    const { cordon, line } = await startChild(data.path, 'leave');
    await cordon.ended();
    await waitFor(() => readProcess(line.pid) === null, { what: 'the server to end' });
  });
});

describe('attachEmbedded', () => {
  it('finds the live socket and its owner, and changes nothing where there is none', async () => {
    using data = tempFolder();
    const nothing = { path: null, ownerPid: null, silent: false };
    expect(await attachEmbedded(join(data.path, 'never'))).toEqual(nothing);
    expect(existsSync(join(data.path, 'never'))).toBe(false);
    const { cordon, line } = await startChild(data.path);
    expect(await attachEmbedded(data.path)).toEqual({ path: line.path, ownerPid: cordon.pid, silent: false });
    process.kill(line.pid, 'SIGSTOP');
    expect(await attachEmbedded(data.path)).toEqual({ path: null, ownerPid: cordon.pid, silent: true });
    process.kill(line.pid, 'SIGCONT');
    await cordon.kill9();
    await waitFor(() => readProcess(line.pid) === null);
    expect(await attachEmbedded(data.path)).toEqual(nothing);
  });
});
