import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSimulator, type Simulator } from '../../src/simulator/server.ts';
import { groupMembers, readProcess } from '../../src/redis/processes.ts';
import { readServerRecord } from '../../src/redis/server-record.ts';
import { attachEmbedded } from '../../src/redis/attach.ts';
import { TEST_SECRET } from '../helpers/deliveries.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { redisView, type RedisView } from './redis-view.ts';
import { writeRules } from './rules-folder.ts';

const bin = fileURLToPath(new URL('../../bin/cordon.js', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A shop's machine: a folder to be in, an environment, and `cordon` typed there as its owner would. */
export interface Shop extends AsyncDisposable {
  folder: string;
  dataDir: string;
  simulator: Simulator;
  env: Record<string, string>;
  /** Types `cordon …` and waits for its end. */
  type(...words: string[]): Promise<Ended>;
  /** Types `cordon …` and does not wait. */
  launch(...words: string[]): Launched;
  /** Types `cordon start`, and resolves when it serves. */
  start(): Promise<Typed>;
  /** The private Redis of the Cordon that runs here. */
  view(): Promise<RedisView>;
  /** Process of that Redis. */
  redisPid(): Promise<number>;
}

/** A `cordon start` at work. */
export interface Typed {
  webhook: string;
  admin: string;
  kill9(): Promise<void>;
  /** SIGTERM, and how it ended. */
  terminate(): Promise<Ended>;
}

/** Nothing is inherited from the environment of the tests but where programs are. */
export async function openShop(cooldown = '3s'): Promise<Shop> {
  const temp = tempFolder();
  const simulator = await startSimulator({ strictWindow: true });
  const dataDir = join(temp.path, 'data');
  writeRules(join(temp.path, 'rules'), { cooldown });
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: temp.path,
    META_APP_SECRET: TEST_SECRET,
    META_VERIFY_TOKEN: 'test-verify-token',
    META_ACCESS_TOKEN: 'test-token',
    META_GRAPH_URL: simulator.url,
    CORDON_MODE: 'enforce',
    ...{ RULES_DIR: './rules', DATA_DIR: dataDir, PORT: '0', ADMIN_PORT: '0' },
    ...{ FLUSH_DELAY_MS: '50', SWEEP_INTERVAL_MS: '300', GRAPH_TIMEOUT_MS: '1000', LOG_LEVEL: 'warn' },
  };
  const running = new Set<ChildProcess>();
  const launch = (words: readonly string[]): Launched => {
    const launched = spawnCordon(words, temp.path, env);
    running.add(launched.child);
    void launched.ended.then(() => running.delete(launched.child));
    return launched;
  };
  const socket = async (): Promise<string> => {
    const { path } = await attachEmbedded(dataDir);
    if (path === null) throw new Error('no Redis runs here');
    return path;
  };
  return {
    ...{ folder: temp.path, dataDir, simulator, env },
    type: (...words) => launch(words).ended,
    launch: (...words) => launch(words),
    async start() {
      const { child, ended, stderr } = launch(['start']);
      const url = (what: RegExp): string | undefined => what.exec(stderr())?.[1];
      const [webhook, admin] = await waitFor(
        () => {
          if (child.exitCode !== null) throw new Error(`cordon start ended: ${stderr()}`);
          const found = [url(/webhook\s+(http:\S+)/), url(/admin\s+(http:\S+?)\/healthz/)];
          return found.includes(undefined) ? null : found;
        },
        { timeoutMs: 60_000, what: 'the banner of cordon start' },
      );
      return {
        webhook: webhook!.replace('localhost', '127.0.0.1'),
        admin: admin!,
        async kill9() {
          child.kill('SIGKILL');
          await ended;
        },
        terminate() {
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
    view: async () => redisView(await socket(), 'cordon'),
    async redisPid() {
      await using view = redisView(await socket(), 'cordon');
      const pid = Number(/process_id:(\d+)/.exec(await view.redis.info('server'))?.[1]);
      if (readProcess(pid) === null) throw new Error(`Redis says its process is ${pid}, which is none`);
      return pid;
    },
    async [Symbol.asyncDispose]() {
      const ends = [...running].map(async (child) => {
        child.kill('SIGKILL');
        await once(child, 'exit');
      });
      await Promise.all(ends);
      await serverGone(join(dataDir, 'redis'));
      await simulator.close();
      temp[Symbol.dispose]();
    },
  };
}

/** The private Redis ends by itself when its Cordon is gone; only then its folder can be removed. */
async function serverGone(folder: string): Promise<void> {
  const record = existsSync(folder) ? readServerRecord(folder) : null;
  if (record === null) return;
  await waitFor(() => groupMembers(record.processGroup).length === 0, { what: 'the end of Redis' });
}

export interface Launched {
  child: ChildProcess;
  ended: Promise<Ended>;
  stderr: () => string;
}

function spawnCordon(words: readonly string[], cwd: string, env: Record<string, string>): Launched {
  const child = spawn(process.execPath, [bin, ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
  return { child, ended, stderr: () => output.stderr };
}

/** Builds `dist/` when it is missing or old, so that no test pays for it; for `beforeAll`. */
export async function builtCordon(): Promise<void> {
  using temp = tempFolder();
  const { code, stderr } = await spawnCordon(['--version'], temp.path, { PATH: process.env.PATH ?? '' })
    .ended;
  if (code !== 0) throw new Error(`bin/cordon.js --version: ${stderr}`);
}
