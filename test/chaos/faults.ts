import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom, type Random } from '../../src/simulator/random.ts';
import { choosePoint, strikeAt } from './points.ts';
import type { Proxy } from './proxy.ts';
import type { Happening } from './recovery.ts';
import type { RulesFolder } from './rules-edits.ts';
import { pick } from '../e2e/chaos.ts';
import { plansOf, WEATHERS } from './weather.ts';
import { WORKERS, type World } from './world.ts';

/** What a run does to its world, how often on average, and how. Each draws all it needs when it begins. */
interface Trouble {
  name: string;
  weight: number;
  bring: (scene: Scene, random: Random) => Promise<void>;
}

interface Scene {
  world: World;
  rules: RulesFolder;
  numbers: readonly string[];
  happenings: Happening[];
  favour: string | undefined;
  /** Counts one injected fault, or several of a kind. */
  count: (name: string, times?: number) => void;
  /** What only one trouble at a time may use; false when it is taken. */
  holding: (what: string, work: () => Promise<void>) => Promise<void>;
}

const POINT_WAIT_MS = 4_000;
const between = (random: Random, from: number, to: number): number => from + random() * (to - from);
const proxiesOf = ({ proxies: { webhook, redis, graph } }: World): Proxy[] => [
  webhook,
  ...Object.values(redis),
  ...Object.values(graph),
];

const TROUBLES: readonly Trouble[] = [
  { name: 'kill at random', weight: 6, bring: killAtRandom },
  { name: 'kill at a point', weight: 16, bring: killAtPoint },
  {
    name: 'kill Redis',
    weight: 2,
    bring: ({ world, holding, count, happenings }, random) =>
      holding('redis', async () => {
        count('Redis killed');
        happenings.push({ at: Date.now(), what: 'redis killed' });
        await world.redis.kill9(random() < 0.5 ? 0 : between(random, 0, 800));
      }),
  },
  {
    name: 'restart Redis',
    weight: 1,
    bring: ({ world, holding, count }) =>
      holding('redis', async () => {
        count('Redis restarted');
        await world.redis.restart();
      }),
  },
  {
    name: 'freeze Redis',
    weight: 3,
    bring: ({ world, holding, count }, random) =>
      holding('redis', async () => {
        count('Redis frozen');
        world.redis.signal('SIGSTOP');
        await sleep(between(random, 100, 2_500));
        world.redis.signal('SIGCONT');
      }),
  },
  { name: 'freeze a process', weight: 4, bring: freeze },
  {
    name: 'cut connections',
    weight: 10,
    bring: ({ world, count }, random) => {
      const whole = random() < 0.5;
      count(
        'connection cut',
        pick(proxiesOf(world), random).cut(() => whole || random() < 0.5),
      );
      return Promise.resolve();
    },
  },
  {
    name: 'half-open',
    weight: 5,
    bring: async ({ world, count }, random) => {
      const proxy = pick(proxiesOf(world), random);
      count('connection half-open', proxy.mute());
      await sleep(between(random, 200, 3_000));
      if (random() < 0.5) proxy.cut();
      proxy.unmute();
    },
  },
  {
    name: 'slow network',
    weight: 3,
    bring: async ({ world, count }, random) => {
      const proxy = pick(proxiesOf(world), random);
      count('connection slowed', proxy.slow(between(random, 5, 150)));
      await sleep(between(random, 500, 2_500));
      proxy.slow(0);
    },
  },
  {
    name: 'refuse connections',
    weight: 2,
    bring: async ({ world, count }, random) => {
      const proxy = pick(proxiesOf(world), random);
      proxy.refuse(true);
      count('connection cut', proxy.cut());
      await sleep(between(random, 200, 1_500));
      proxy.refuse(false);
    },
  },
  { name: 'weather at Meta', weight: 14, bring: weather },
  {
    name: 'good rules',
    weight: 2,
    bring: async ({ rules, count }) => {
      rules.good();
      count('rules edited');
      await Promise.resolve();
    },
  },
  {
    name: 'broken rules',
    weight: 4,
    bring: ({ rules, count, holding }, random) =>
      holding('rules', async () => {
        rules.broken(random());
        count('rules broken');
        await sleep(between(random, 300, 3_000));
        rules.mend();
      }),
  },
];

interface TroubleOptions {
  seed: number;
  untilAt: number;
  /** Between two faults, on average. */
  gapMs: number;
  /** A trouble or weather by its name, to be met much more often. */
  favour?: string | undefined;
}

/** Brings trouble until `untilAt`, then everything is well again. The order and size of faults follow from the seed. */
export async function bringTrouble(
  { world, rules, numbers, happenings }: Omit<Scene, 'count' | 'holding' | 'favour'>,
  { seed, untilAt, gapMs, favour }: TroubleOptions,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const held = new Set<string>();
  const scene: Scene = {
    ...{ world, rules, numbers, happenings, favour },
    count: (name, times = 1) => {
      if (times > 0) counts[name] = (counts[name] ?? 0) + times;
    },
    async holding(what, work) {
      if (held.has(what)) return;
      held.add(what);
      await work().finally(() => held.delete(what));
    },
  };
  const random = seededRandom(seed);
  const under: Promise<void>[] = [];
  for (let nth = 0; Date.now() < untilAt; nth += 1) {
    await sleep(random() * 2 * gapMs);
    // Each has numbers of its own, so that no timing moves those of the next.
    under.push(chooseTrouble(random(), favour).bring(scene, seededRandom(seed * 10_000 + nth)));
  }
  await Promise.all(under);
  for (const proxy of proxiesOf(world)) proxy.heal();
  rules.mend();
  await world.meta.heal();
  return counts;
}

function chooseTrouble(drawn: number, favour: string | undefined): Trouble {
  const favoured = WEATHERS.some(({ name }) => name === favour) ? 'weather at Meta' : favour;
  const weights = TROUBLES.map(({ name, weight }) => (name === favoured ? 40 : weight));
  let left = drawn * weights.reduce((sum, weight) => sum + weight, 0);
  return TROUBLES.find((_, index) => (left -= weights[index] ?? 0) < 0) ?? TROUBLES[0]!;
}

async function killAtRandom({ world, count, happenings }: Scene, random: Random): Promise<void> {
  // Without a receiver nothing else is put to the test.
  const name = random() < 0.15 ? 'receiver' : pick(WORKERS, random);
  if (world.cordons[name].kill9(between(random, 0, 500))) {
    count(`${name === 'receiver' ? name : 'worker'} killed`);
    if (name !== 'receiver') happenings.push({ at: Date.now(), what: 'worker killed' });
  }
  await Promise.resolve();
}

async function killAtPoint({ world, count, holding, happenings }: Scene, random: Random): Promise<void> {
  const point = choosePoint(world, random);
  const { victim } = point;
  const pauseMs = between(random, 0, 300);
  if (victim === 'redis')
    return holding('redis', async () => {
      const killed: Promise<void>[] = [];
      if (await strikeAt(point, () => void killed.push(world.redis.kill9(pauseMs)), POINT_WAIT_MS)) {
        count(`point: ${point.name}`);
        happenings.push({ at: Date.now(), what: 'redis killed' });
        await Promise.all(killed);
      }
    });
  const struck: boolean[] = [];
  await strikeAt(point, () => void struck.push(world.cordons[victim].kill9(pauseMs)), POINT_WAIT_MS);
  if (!struck.includes(true)) return;
  count(`point: ${point.name}`);
  if (victim !== 'receiver') happenings.push({ at: Date.now(), what: 'worker killed' });
}

/** Longer than the locks and leases it holds, at times: when it goes on, its work has been taken over. */
async function freeze({ world, count, holding }: Scene, random: Random): Promise<void> {
  const name = pick(['receiver', 'simulator', ...WORKERS, ...WORKERS] as const, random);
  const actor = name === 'simulator' ? world.simulator : world.cordons[name];
  await holding(name, async () => {
    if (!actor.isServing || !actor.signal('SIGSTOP')) return;
    count(`${name === 'first' || name === 'second' ? 'worker' : name} frozen`);
    await sleep(between(random, 200, name === 'first' || name === 'second' ? 5_000 : 2_000));
    actor.signal('SIGCONT');
  });
}

async function weather(
  { world, numbers, count, holding, happenings, favour }: Scene,
  random: Random,
): Promise<void> {
  const drawn = pick(WEATHERS, random);
  const chosen = WEATHERS.find(({ name }) => name === favour) ?? drawn;
  const plans = plansOf(chosen, pick(numbers, random), Math.floor(random() * 1e6));
  await holding('weather', async () => {
    count(`weather: ${chosen.name}`);
    if (chosen.badToken === true) await world.meta.badTokens(['test-token']);
    else await world.meta.addFaults(plans);
    await sleep(between(random, 800, 4_000));
    await world.meta.heal();
    happenings.push({ at: Date.now(), what: 'meta healed' });
  });
}
