import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '../../src/simulator/server.ts';
import { testRedisPath, uniquePrefix } from '../helpers/redis.ts';
import { runTypescript, type RunningScript } from '../helpers/run-typescript.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import type { ChildOptions, ChildReady } from './cordon-child.ts';
import { redisView, type RedisView } from './redis-view.ts';
import { writeRules, type RulesOptions } from './rules-folder.ts';

/** One Cordon in a process of its own. */
export interface Cordon {
  readonly pid: number;
  /** Empty when it has no receiver. */
  readonly webhook: string;
  readonly admin: string;
  kill9(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when it ended by itself. */
  ended(): Promise<void>;
}

export type CordonOptions = Partial<Pick<ChildOptions, 'role' | 'mode' | 'crash' | 'tuning'>>;

/** A simulator, a rules folder, keys of its own in Redis, and the processes started on them. */
export interface Stage extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly view: RedisView;
  readonly folder: string;
  readonly rulesDir: string;
  readonly keyPrefix: string;
  start(options?: CordonOptions): Promise<Cordon>;
  /** The journal of every process, as objects. */
  journal(): Record<string, unknown>[];
  /** What every process has logged, line by line. */
  log(): string[];
}

export interface StageOptions extends Partial<RulesOptions> {
  /** Socket of a Redis of the test's own. @default the run's shared one */
  redisPath?: string;
  /** Use these rules instead of the test's own. */
  rulesDir?: string;
}

/** Everything is ended and removed with `await using`. In the simulator only those can be blocked who wrote to it. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { redisPath = testRedisPath(), cooldown = '2s', protect = [], warn = 'off' } = options;
  const folder = tempFolder();
  const rulesDir = options.rulesDir ?? join(folder.path, 'rules');
  if (options.rulesDir === undefined) writeRules(rulesDir, { cooldown, protect, warn });
  const keyPrefix = uniquePrefix('e2e');
  const simulator = await startSimulator({ strictWindow: true });
  const view = redisView(redisPath, keyPrefix);
  const dataDir = join(folder.path, 'data');
  const running = new Set<RunningScript>();

  return {
    simulator,
    view,
    folder: folder.path,
    rulesDir,
    keyPrefix,
    async start({ role = 'all', mode = 'enforce', crash, tuning } = {}) {
      const child: ChildOptions = {
        ...{ role, mode, redis: { path: redisPath }, keyPrefix, rulesDir, dataDir, graphUrl: simulator.url },
        ...(crash === undefined ? {} : { crash }),
        ...(tuning === undefined ? {} : { tuning }),
      };
      const script = runTypescript('test/e2e/cordon-child.ts', [JSON.stringify(child)]);
      running.add(script);
      const { webhookPort, adminPort } = (await script.nextLine()) as ChildReady;
      const url = (port: number | null, path: string): string =>
        port === null ? '' : `http://127.0.0.1:${port}${path}`;
      return {
        pid: script.pid,
        webhook: url(webhookPort, '/webhook'),
        admin: url(adminPort, ''),
        kill9: () => script.kill9(),
        async stop() {
          script.child.kill('SIGTERM');
          await script.ended();
          return script.child.exitCode;
        },
        ended: () => script.ended(),
      };
    },
    journal: () =>
      linesOf(dataDir, /^blocks.*\.jsonl$/).map((line) => JSON.parse(line) as Record<string, unknown>),
    log: () => linesOf(dataDir, /\.log$/),
    async [Symbol.asyncDispose]() {
      await Promise.all([...running].map((script) => script.kill9()));
      await view[Symbol.asyncDispose]();
      await simulator.close();
      folder[Symbol.dispose]();
    },
  };
}

function linesOf(folder: string, name: RegExp): string[] {
  const names = readdirSync(folder).filter((one) => name.test(one));
  const text = names.map((one) => readFileSync(join(folder, one), 'utf8')).join('');
  return text.split('\n').filter((line) => line !== '');
}
