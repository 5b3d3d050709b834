import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureServerBinary } from '../../src/redis/ensure-binary.ts';
import { readProcess } from '../../src/redis/processes.ts';
import { startServer, type RunningServer } from '../../src/redis/start-server.ts';

/** A Redis of the run's own, synced on every write, to be killed, stopped and frozen. */
export class RedisServer {
  readonly path: string;
  readonly folder: string;
  readonly #binary: string;
  #server: RunningServer | null = null;
  /** From the kill to the server that has loaded its data again, ms. */
  readonly restartMs: number[] = [];

  private constructor(binary: string, folder: string) {
    this.#binary = binary;
    this.folder = folder;
    this.path = join(folder, 'redis.sock');
  }

  static async start(folder: string): Promise<RedisServer> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const options = { searchPath: process.env.PATH ?? '', unasked: process.env.CI === 'true' };
    const { path } = await ensureServerBinary(options, (line) => process.stderr.write(`${line}\n`));
    const redis = new RedisServer(path, folder);
    await redis.#start();
    return redis;
  }

  /** SIGKILL in the middle of whatever it does, and a new one on the same data. */
  async kill9(pauseMs: number): Promise<void> {
    const at = performance.now();
    this.signal('SIGKILL');
    await this.#server?.exited;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await this.#start();
    this.restartMs.push(performance.now() - at);
  }

  async restart(): Promise<void> {
    await this.#server?.stop(5_000);
    await this.#start();
  }

  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    if (this.#server !== null && readProcess(this.#server.info.pid) !== null)
      process.kill(this.#server.info.pid, name);
  }

  async close(): Promise<void> {
    await this.#server?.stop(5_000);
  }

  async #start(): Promise<void> {
    this.#server = await startServer({
      ...{ binary: this.#binary, folder: this.folder, socketPath: this.path },
      ...{ appendOnly: true, appendFsync: 'always', maxMemoryBytes: 512 * 1024 ** 2 },
    });
  }
}
