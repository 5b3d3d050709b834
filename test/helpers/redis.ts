import { randomBytes } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { CommonRedisOptions } from 'ioredis';
import { readProcess } from '../../src/redis/processes.ts';
import { startServer } from '../../src/redis/start-server.ts';
import type { RunningServer } from '../../src/redis/start-server.ts';

/** The Unix socket of the run's shared Redis. */
export function testRedisPath(): string {
  return fromSetup('CORDON_TEST_REDIS');
}

export type ConnectionOptions = Omit<CommonRedisOptions, 'replyMapping'>;

/** A connection to the run's shared Redis, or to the one at `path`; the test closes it. Keep to a `uniquePrefix`. */
export function testRedis(options: ConnectionOptions = {}, path = testRedisPath()): Redis {
  return new Redis({ maxRetriesPerRequest: null, ...options, path });
}

/** A key prefix no other test, file or run uses. */
export function uniquePrefix(name: string): string {
  return `test-${name}-${randomBytes(6).toString('hex')}`;
}

/** A server of a test's own, to be stopped, frozen or killed. */
export interface PrivateRedis {
  /** Its Unix socket; stays the same over a restart. */
  readonly path: string;
  readonly pid: number;
  /** SIGSTOP: it keeps its connections and answers nobody. */
  freeze(): void;
  thaw(): void;
  /** Ends it with SIGKILL and waits until it is gone. */
  kill9(): Promise<void>;
  /** Ends it in order; `restart` brings it back with its data (when append-only). */
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Ends it and removes its folder; also on `await using`. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PrivateRedisOptions {
  /** Default true: data survives `stop`, `kill9` and `restart`. */
  appendonly?: boolean;
  /** Default 256 MB; set low to test a full server. */
  maxMemoryBytes?: number;
}

export async function privateRedis({
  appendonly = true,
  maxMemoryBytes = 256 * 1024 ** 2,
}: PrivateRedisOptions = {}): Promise<PrivateRedis> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cordon-private-')));
  const path = join(folder, 'redis.sock');
  const start = (): Promise<RunningServer> =>
    startServer({
      binary: fromSetup('CORDON_TEST_REDIS_BINARY'),
      folder,
      socketPath: path,
      appendOnly: appendonly,
      appendFsync: 'always',
      maxMemoryBytes,
    });
  let server = await start();
  const stop = async (): Promise<void> => {
    await server.stop(5_000);
  };
  const signal = (name: NodeJS.Signals): void => {
    process.kill(server.info.pid, name);
  };
  const close = async (): Promise<void> => {
    if (readProcess(server.info.pid) !== null) signal('SIGCONT'); // a frozen one would keep us waiting
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    path,
    get pid() {
      return server.info.pid;
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async kill9() {
      signal('SIGKILL');
      await server.exited;
    },
    stop,
    async restart() {
      await stop();
      server = await start();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function fromSetup(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set; run tests through jest, whose global set-up sets it`);
  return value;
}
