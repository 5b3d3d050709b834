import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import type { Observed } from '../../src/core/state/exchange.ts';
import { MemoryState } from '../../src/core/state/memory.ts';
import type { Observation } from '../../src/core/state/sender-state.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../core/builders.ts';
import { testRedis } from '../helpers/redis.ts';
import type { Written } from './campaign-world.ts';
import { CampaignWorld, PLAN, written } from './campaign-world.ts';
import { keys } from './subjects.ts';

let redis: Redis;
let second: Redis;
beforeAll(() => {
  redis = testRedis();
  second = testRedis();
});
afterAll(async () => {
  await redis.quit();
  await second.quit();
});

type Step =
  | { do: 'deliver'; chunk: Written[] }
  /** Two chunks at once, on two workers. */
  | { do: 'both'; chunk: Written[]; other: Written[] }
  /** The worker died before it recorded: the same job once more. */
  | { do: 'crash' }
  | { do: 'wait'; ms: number };

const chunk = fc.array(written, { minLength: 1, maxLength: 10 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), chunk }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('both' as const), chunk, other: chunk }) },
    { weight: 2, arbitrary: fc.constant({ do: 'crash' as const }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.constantFrom(SECOND, 10 * MINUTE, HOUR, 20 * HOUR, 25 * HOUR, 8 * DAY),
      }),
    },
  ),
  { minLength: 3, maxLength: 14 },
);

interface Taken {
  chunk: Observation[];
  now: number;
}
/** A memory that observed these chunks, and what it said to the last one. */
function inMemory(log: readonly Taken[]): Observed | undefined {
  const memory = new MemoryState();
  return log.map((taken) => memory.observe(taken.chunk, taken.now, PLAN)).at(-1);
}

const told = { facts: 0, campaigns: 0, redelivered: 0 };
let numbers = 0;

async function play(script: readonly Step[]): Promise<void> {
  const id = `campaigns-${(numbers += 1)}`;
  const world = new CampaignWorld();
  const open = (connection: Redis): ReturnType<typeof createSenderStore> =>
    createSenderStore(connection, keys, { senderMemoryMs: 90 * DAY });
  const workers = [open(redis), open(second)] as const;
  const log: Taken[] = [];
  const observe = (worker: 0 | 1, taken: Taken): Promise<Observed> =>
    workers[worker].observe(id, taken.chunk, taken.now, PLAN);
  const take = async (taken: Taken): Promise<void> => {
    log.push(taken);
    const stored = await observe(0, taken);
    expect(stored.number).toEqual(inMemory(log)?.number);
    for (const { alike } of stored.number.values()) {
      told.facts += alike.length;
      told.campaigns += alike.filter(({ senders }) => (senders.get(DAY) ?? 0) >= 4).length;
    }
  };
  for (const step of script) {
    if (step.do === 'wait') world.now += step.ms;
    if (step.do === 'deliver') await take({ chunk: world.chunkOf(step.chunk), now: world.now });
    if (step.do === 'crash') {
      const last = log.at(-1);
      if (last !== undefined && world.now - last.now < HOUR) await take({ ...last, now: world.now });
    }
    if (step.do === 'both') {
      const one = { chunk: world.chunkOf(step.chunk), now: world.now };
      const other = { chunk: world.chunkOf(step.other), now: world.now };
      const [first, then] = await Promise.all([observe(0, one), observe(1, other)]);
      // One of them came first.
      const swapped =
        !isSame(first, inMemory([...log, one])) || !isSame(then, inMemory([...log, one, other]));
      log.push(...(swapped ? [other, one] : [one, other]));
      expect((swapped ? first : then).number).toEqual(inMemory(log)?.number);
      expect((swapped ? then : first).number).toEqual(inMemory(log.slice(0, -1))?.number);
    }
  }
  told.redelivered += world.redelivered;
}

const isSame = (one: Observed, other: Observed | undefined): boolean =>
  isDeepStrictEqual(one.number, other?.number);

describe('what different senders wrote alike', () => {
  it('is the same on Redis and in memory, whatever is delivered, twice or at once', async () => {
    await fc.assert(fc.asyncProperty(steps, play), { numRuns: 60 });
    // The property would hold of nothing as well.
    expect(Math.min(...Object.values(told))).toBeGreaterThan(20);
  }, 120_000);
});
