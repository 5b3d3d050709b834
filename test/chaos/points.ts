import type { Random } from '../../src/simulator/random.ts';
import { WORKERS, type World } from './world.ts';
import type { Proxy } from './proxy.ts';

/** When to strike: the bytes are here and go no further, are on their way, or their answer is here and goes no further. */
type Moment = 'before' | 'under way' | 'answered';
const MOMENTS: readonly Moment[] = ['before', 'under way', 'answered'];

/** A place in the middle of work, known by what passes a proxy: nothing in the product tells of it. */
export interface Point {
  name: string;
  victim: 'receiver' | 'first' | 'second' | 'redis';
  proxy: Proxy;
  needle: Buffer;
  /** The needle is looked for in what is asked. */
  moment: Moment;
}

const pick = <T>(items: readonly [T, ...T[]] | readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)]!;

/** One of all points there are. */
export function choosePoint(world: World, random: Random): Point {
  const { proxies, shaOf } = world;
  const worker = pick(WORKERS, random);
  const script = (file: string, of: Proxy, name: string) => ({
    proxy: of,
    needle: Buffer.from(shaOf(file)),
    name,
  });
  const verb = (name: string) => ({ proxy: proxies.graph[worker], needle: Buffer.from(`${name} /v`), name });
  const inWorker = [
    script('observe.lua', proxies.redis[worker], 'observe'),
    script('record.lua', proxies.redis[worker], 'record'),
    script('record.lua', proxies.redis[worker], 'record'),
    script('write-entries.lua', proxies.redis[worker], 'claim or settle'),
    script('write-entries.lua', proxies.redis[worker], 'claim or settle'),
    script('lease.lua', proxies.redis[worker], 'lease'),
    ...['POST', 'DELETE', 'GET'].map(verb),
  ];
  const moment = pick(MOMENTS, random);
  const drawn = random();
  if (drawn < 0.12) {
    const storing = { proxy: proxies.redis.receiver, needle: Buffer.from('wamid.'), name: 'store' };
    const reading = { proxy: proxies.webhook, needle: Buffer.from('POST /webhook'), name: 'delivery' };
    const at = pick([storing, reading], random);
    return { ...at, victim: 'receiver', moment, name: `receiver: ${at.name}, ${moment}` };
  }
  if (drawn < 0.2) {
    const storing = { proxy: proxies.redis.receiver, needle: Buffer.from('wamid.'), name: 'store' };
    const at = pick([storing, ...inWorker.slice(0, 5)], random);
    return { ...at, victim: 'redis', moment: 'under way', name: `redis: ${at.name}, under way` };
  }
  const at = pick(inWorker, random);
  return { ...at, victim: worker, moment, name: `worker: ${at.name}, ${moment}` };
}

/** Waits for the point to be passed and strikes there; false when it was not passed in time. */
export function strikeAt(point: Point, strike: () => void, withinMs: number): Promise<boolean> {
  const { proxy, needle, moment } = point;
  return new Promise((resolve) => {
    let asking: number | null = null;
    const over = (struck: boolean): void => {
      clearTimeout(late);
      stop();
      resolve(struck);
    };
    const stop = proxy.watch(({ link, asked, bytes }) => {
      if (asked && asking === null && bytes.includes(needle)) {
        if (moment === 'answered') {
          asking = link;
          return 'pass';
        }
        strike();
        over(true);
        return moment === 'before' ? 'drop' : 'pass';
      }
      if (asked || link !== asking) return 'pass';
      strike();
      over(true);
      return 'drop';
    });
    const late = setTimeout(() => over(false), withinMs);
  });
}
