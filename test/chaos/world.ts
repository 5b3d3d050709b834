import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildOptions, ChildReady } from '../e2e/cordon-child.ts';
import { Actor } from './actor.ts';
import { SHORT_INTERVALS } from './intervals.ts';
import { Meta } from './meta.ts';
import { Proxy } from './proxy.ts';
import { RedisServer } from './redis-server.ts';
import { pressTree, type Edit } from './tree.ts';
import { Wire } from './wire.ts';

export const KEY_PREFIX = 'chaos';
export const CORDONS = ['receiver', 'first', 'second'] as const;
export type CordonName = (typeof CORDONS)[number];
export const WORKERS = ['first', 'second'] as const;

/** Every process of a run, and the proxies everything between them goes through. */
export interface World {
  folder: string;
  rulesDir: string;
  dataDir: string;
  redis: RedisServer;
  meta: Meta;
  simulator: Actor;
  cordons: Record<CordonName, Actor>;
  /** What Meta delivers to, for ever at this address. */
  webhook: string;
  proxies: {
    webhook: Proxy;
    redis: Record<CordonName, Proxy>;
    graph: Record<(typeof WORKERS)[number], Proxy>;
  };
  /** What workers asked Meta for, as it went over the wire. */
  wire: Wire;
  /** The name a script has in Redis. */
  shaOf: (script: string) => string;
  close(): Promise<void>;
}

/** What has a setting waits briefly. */
const TUNING: NonNullable<ChildOptions['tuning']> = {
  graph: { timeoutMs: 1_000 },
  worker: { lockMs: 1_500, stalledIntervalMs: 500, schedulerRefreshMs: 1_000 },
  blocker: { flushDelayMs: 50, sweepIntervalMs: 300, settleMarginMs: 500, reconcileIntervalMs: 2_000 },
};

/** Nothing but loopback, private folders and processes of our own. `breaking`: guards to be edited out of the copy that runs. */
export async function openWorld(
  prepareRules: (folder: string) => void,
  breaking: readonly Edit[] = [],
): Promise<World> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cordon-chaos-')));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeFolder); // a run that is interrupted
  const tree = join(folder, 'tree');
  const rulesDir = join(folder, 'rules');
  const dataDir = join(folder, 'data');
  for (const path of [tree, dataDir]) mkdirSync(path, { mode: 0o700 });
  prepareRules(rulesDir);
  await pressTree(tree, [...SHORT_INTERVALS, ...breaking]);
  const redis = await RedisServer.start(join(folder, 'redis'));
  // A frozen server would outlive a run that is interrupted.
  const thaw = (): void => redis.signal('SIGCONT');
  process.once('exit', thaw);

  const open = (): Promise<Proxy> => Proxy.open({ path: redis.path });
  const redisProxies = { receiver: await open(), first: await open(), second: await open() };
  let graphUrl = '';
  const simulator = new Actor({
    ...{ name: 'simulator', cwd: tree, file: 'test/chaos/simulator-process.js', args: [] },
    onServing: (hello) => void (graphUrl = (hello as { url: string }).url),
  });
  await simulator.serving();
  const graphTarget = { host: '127.0.0.1', port: Number(new URL(graphUrl).port) };
  const graph = { first: await Proxy.open(graphTarget), second: await Proxy.open(graphTarget) };
  const webhook = await Proxy.open(null);
  const wire = new Wire();
  for (const name of WORKERS) graph[name].watch(wire.watcher(name));

  const cordon = (name: CordonName): Actor => {
    const options: ChildOptions = {
      ...{ role: name === 'receiver' ? 'receiver' : 'worker', mode: 'enforce' as const },
      redis: { url: `redis://127.0.0.1:${redisProxies[name].port}` },
      graphUrl: name === 'receiver' ? graphUrl : `http://127.0.0.1:${graph[name].port}`,
      ...{ keyPrefix: KEY_PREFIX, rulesDir, dataDir, watchRules: true, tuning: TUNING },
    };
    return new Actor({
      ...{ name, cwd: tree, file: 'test/e2e/cordon-child.js', args: [JSON.stringify(options)] },
      onServing: (hello) => {
        const { webhookPort } = hello as ChildReady;
        if (webhookPort !== null) webhook.aim({ host: '127.0.0.1', port: webhookPort });
      },
    });
  };
  const cordons = { receiver: cordon('receiver'), first: cordon('first'), second: cordon('second') };
  await Promise.all(CORDONS.map((name) => cordons[name].serving()));

  return {
    ...{ folder, rulesDir, dataDir, redis, simulator, cordons, wire },
    meta: new Meta(graphUrl),
    webhook: `http://127.0.0.1:${webhook.port}/webhook`,
    proxies: { webhook, redis: redisProxies, graph },
    shaOf: (script) => {
      const source = readFileSync(join(tree, 'src/store', script), 'utf8');
      return createHash('sha1').update(source).digest('hex');
    },
    async close() {
      await Promise.all(CORDONS.map((name) => cordons[name].close()));
      const proxies = [webhook, ...Object.values(redisProxies), ...Object.values(graph)];
      await Promise.all(proxies.map((proxy) => proxy.close()));
      redis.signal('SIGCONT');
      await Promise.all([redis.close(), simulator.close()]);
      process.removeListener('exit', thaw);
      process.removeListener('exit', removeFolder);
      removeFolder();
    },
  };
}
