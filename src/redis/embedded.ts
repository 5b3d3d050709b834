import { EmbeddedRedisError } from './errors.ts';
import { ensureServerBinary } from './ensure-binary.ts';
import type { InstallPolicy } from './ensure-binary.ts';
import { lockFolder } from './folder-lock.ts';
import { keepRunning } from './keep-running.ts';
import { endLeftover } from './leftover.ts';
import { openPrivateFolder } from './private-folder.ts';
import { identify } from './processes.ts';
import type { ServerSettings } from './server-conf.ts';
import { writeServerRecord } from './server-record.ts';
import { startServer } from './start-server.ts';
import type { RunningServer } from './start-server.ts';

const DEFAULTS: ServerSettings = { appendOnly: true, appendFsync: 'always', maxMemoryBytes: 512 * 1024 ** 2 };

export interface EmbeddedRedisOptions extends Partial<ServerSettings> {
  /** Cordon's data folder; the server's own is `redis` in it. */
  dataDir: string;
  install: InstallPolicy;
  /** Tells the operator what happens, one line at a time. */
  say: (line: string) => void;
}

export interface EmbeddedRedis {
  /** The Unix socket; the same for the whole life, also when the server had to be started again. */
  readonly path: string;
  readonly version: string;
  /** The server's current process. */
  readonly pid: number;
  /** Pid of the server an earlier Cordon left behind, which this one ended and replaced; null when there was none. */
  readonly takenOver: number | null;
  /** Ends the server and frees the folder; at most about 10 s. May be called twice. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Runs Cordon's private Redis: one per data folder, reachable by this user only, ended when this process ends – also by
 * kill -9 – and started again when it ends alone. What it acknowledged it still has at the next start.
 * @throws EmbeddedRedisError saying what to do: no Redis and none may be installed, folder in use, leftover frozen.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const { dataDir, install, say } = options;
  if (process.platform === 'win32') {
    throw new EmbeddedRedisError(
      'Cordon cannot run Redis on Windows. Run it inside WSL (https://aka.ms/wsl), or set REDIS_URL.',
    );
  }
  const { folder, socketPath } = openPrivateFolder(dataDir);
  const release = await lockFolder(folder, dataDir);
  try {
    const binary = await ensureServerBinary(install, say);
    const takenOver = await endLeftover(folder, socketPath);
    if (takenOver !== null)
      say(`replaced the Redis server that an earlier Cordon left behind (pid ${takenOver})`);
    const settings = withDefaults(options);
    const start = async (signal: AbortSignal): Promise<RunningServer> => {
      await endLeftover(folder, socketPath); // after a crash: of our shell alone, the server would still be there
      return startServer({
        ...settings,
        binary: binary.path,
        folder,
        socketPath,
        signal,
        onSpawn: (processGroup) =>
          writeServerRecord(folder, { processGroup, socketPath, leader: identify(processGroup) }),
      });
    };
    const running = await keepRunning(start, folder, say);
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopped ??= running.stop().finally(release));
    return {
      path: socketPath,
      version: binary.version,
      takenOver,
      get pid() {
        return running.current().info.pid;
      },
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    release();
    throw error;
  }
}

function withDefaults(options: Partial<ServerSettings>): ServerSettings {
  return {
    appendOnly: options.appendOnly ?? DEFAULTS.appendOnly,
    appendFsync: options.appendFsync ?? DEFAULTS.appendFsync,
    maxMemoryBytes: options.maxMemoryBytes ?? DEFAULTS.maxMemoryBytes,
  };
}
