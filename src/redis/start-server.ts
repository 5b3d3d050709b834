import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedRedisError } from './errors.ts';
import { askInfo } from './info.ts';
import type { ServerInfo } from './info.ts';
import { serverConf } from './server-conf.ts';
import type { ServerPlaces, ServerSettings } from './server-conf.ts';
import { rotateServerLog, serverLogTail } from './server-log.ts';
import { SUPERVISOR_SCRIPT } from './supervisor-script.ts';

const LOAD_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 10_000;

export interface StartServerOptions extends ServerPlaces, ServerSettings {
  /** Path of redis-server or valkey-server. */
  binary: string;
  /** Called before the server starts, with the process group all its processes will belong to. */
  onSpawn?: (processGroup: number) => void;
  /** Ends the server while it is still starting (loading much data takes a while). */
  signal?: AbortSignal;
}

export interface RunningServer {
  readonly info: ServerInfo;
  /** All processes of the server are in this group. */
  readonly processGroup: number;
  /** Settles when the server has ended, whoever ended it; says how. */
  readonly exited: Promise<string>;
  /** Asks it to end (everything acknowledged is on disk) and waits; after `timeoutMs` (default 10 s) it is killed. */
  stop(timeoutMs?: number): Promise<void>;
}

/** Starts a server under our supervisor and waits until it serves. Its end is tied to this process's. */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { binary, folder, socketPath, onSpawn, signal } = options;
  const confPath = join(folder, 'redis.conf');
  writeFileSync(confPath, serverConf(options, options), { mode: 0o600 });
  rotateServerLog(folder);
  const log = openSync(join(folder, 'redis.log'), 'a', 0o600);
  const supervisor = spawn('/bin/sh', ['-c', SUPERVISOR_SCRIPT, 'cordon-redis', binary, confPath], {
    cwd: folder,
    detached: true,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, // not ours: it holds secrets
    stdio: ['pipe', log, log],
  });
  closeSync(log);

  let ended: string | undefined;
  const exited = new Promise<string>((resolve) => {
    supervisor.once('error', (error) => resolve((ended = error.message)));
    supervisor.once('exit', (code, signal) =>
      resolve((ended = signal ?? `exit status ${code ?? 'unknown'}`)),
    );
  });
  const lifeline = supervisor.stdin;
  if (lifeline === null) throw new EmbeddedRedisError('/bin/sh has no standard input');
  lifeline.on('error', () => undefined); // a supervisor that is gone shows in `exited`
  void exited.then(() => lifeline.destroy());
  const processGroup = supervisor.pid;
  if (processGroup === undefined) throw new EmbeddedRedisError(`cannot start /bin/sh: ${await exited}`);

  const stop = async (timeoutMs = STOP_TIMEOUT_MS): Promise<void> => {
    supervisor.ref();
    lifeline.end();
    const timer = setTimeout(() => killGroup(processGroup), timeoutMs);
    await exited;
    clearTimeout(timer);
  };
  const abandon = (): void => void lifeline.end();
  signal?.addEventListener('abort', abandon);
  try {
    onSpawn?.(processGroup);
    lifeline.write('go\n');
    const info = await untilServing(socketPath, () => ended);
    supervisor.unref(); // whoever forgets stop() still may exit; the closing pipe then ends the server
    return { info, processGroup, exited, stop };
  } catch (error) {
    await stop();
    const tail = serverLogTail(folder);
    throw new EmbeddedRedisError(
      `${binary} did not start: ${error instanceof Error ? error.message : String(error)}${tail && `\nIts log ends with:\n${tail}`}`,
      { cause: error },
    );
  } finally {
    signal?.removeEventListener('abort', abandon);
  }
}

async function untilServing(socketPath: string, ended: () => string | undefined): Promise<ServerInfo> {
  const until = performance.now() + LOAD_TIMEOUT_MS;
  for (let pauseMs = 5; performance.now() < until; pauseMs = Math.min(pauseMs * 2, 100)) {
    const end = ended();
    if (end !== undefined) throw new Error(`it ended with ${end}`);
    const asked = await askInfo(socketPath, 2_000);
    if (asked.state === 'answered' && !asked.info.loading && ended() === undefined) return asked.info;
    await sleep(pauseMs);
  }
  throw new Error(`it was not ready after ${LOAD_TIMEOUT_MS / 1000} s`);
}

function killGroup(processGroup: number): void {
  try {
    process.kill(-processGroup, 'SIGKILL');
  } catch {
    // it ended meanwhile
  }
}
