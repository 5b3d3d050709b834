import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { NO_BRAKE } from '../../src/core/brake.ts';
import type { Observed, Verdicts } from '../../src/core/state/exchange.ts';
import type { ValueKind } from '../../src/core/facts.ts';
import type { Mark, Observation, Value } from '../../src/core/state/sender-state.ts';
import { messageKey } from '../../src/store/sender-codec.ts';
import { NOON, SECOND, wanted } from '../core/builders.ts';
import { testRedis } from '../helpers/redis.ts';
import { said, verdict } from './sender-store.contract.ts';
import { memorySubject, redisSubject } from './subjects.ts';

let redis: Redis;
beforeAll(() => {
  redis = testRedis();
});
afterAll(() => redis.quit());

const SENDERS = ['a', 'b', 'US.c'];
type Kind = Pick<Observation, 'text' | 'values'>;
type Step =
  | {
      do: 'observe';
      waitS: number;
      messages: ({ who: number; id: number; ageS: number; fold: number } & Kind)[];
    }
  | { do: 'flood'; who: number; count: number; ageS: number; values: Value[] }
  | {
      do: 'record';
      who: number;
      ids: number[];
      mark: Mark;
      withEntry: boolean;
      withBrake: boolean;
      allows: number;
      stale: boolean;
    };
const value = fc.record({
  of: fc.constantFrom<ValueKind>('links', 'phones'),
  hash: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
});
const who = fc.nat(SENDERS.length - 1);
const ids = fc.nat(40);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('observe' as const),
      waitS: fc.constantFrom(0, 1, 600, 3 * 3600, 27 * 3600),
      messages: fc.array(
        fc.record({
          who,
          id: ids,
          ageS: fc.constantFrom(0, 0, 1, 30, 3600, 86_000),
          fold: fc.nat(2 ** 32 - 1),
          text: fc.boolean(),
          values: fc.array(value, { maxLength: 16 }),
        }),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('flood' as const),
      who,
      count: fc.constantFrom(100, 1_500, 2_100),
      ageS: fc.constantFrom(0, 3600),
      values: fc.array(value, { maxLength: 16 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('record' as const),
      who,
      ids: fc.uniqueArray(ids, { maxLength: 6 }),
      mark: fc.constantFrom<Mark>('allow', 'flag', 'warn', 'cooldown', 'block'),
      withEntry: fc.boolean(),
      withBrake: fc.boolean(),
      allows: fc.nat({ max: 5 }),
      stale: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    }),
  },
);

describe('the Redis store beside the reference', () => {
  it('tells the same after any sequence of chunks and verdicts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const both = [memorySubject(), redisSubject(redis)] as const;
        let now = NOON;
        let flooded = 0;
        let last: Observed | null = null;

        const observe = async (observations: readonly Observation[]): Promise<void> => {
          const [memory, stored] = await Promise.all(both.map((one) => one.observe(observations, now)));
          expect(stored?.senders).toEqual(memory?.senders);
          expect(stored?.brake).toEqual(memory?.brake);
          last = memory ?? null;
        };
        const verdictsOf = (given: Step & { do: 'record' }): Verdicts => {
          const senderId = SENDERS[given.who] ?? '';
          const known = last?.senders.get(senderId)?.entry?.revision ?? 0;
          const marks = Object.fromEntries(given.ids.map((id) => [`m${id}`, given.mark]));
          const revision = given.stale ? known + 1 : known;
          const brake = {
            ...(last?.brake ?? NO_BRAKE),
            buckets: [{ at: now, rulesetHash: 'rules-1', blocks: 1, established: 0, rules: {} }],
          };
          return verdict(senderId, marks, {
            ...(given.withEntry ? { entry: wanted({ senderId, revision, lastInboundAt: now }) } : {}),
            ...(given.withBrake ? { brake } : {}),
            allows: Array.from({ length: given.allows }, (_, n) => {
              return { key: messageKey(`m${n}`), senderId, at: now, score: n / 2 };
            }),
          });
        };

        for (const given of steps) {
          const nowS = now / SECOND;
          if (given.do === 'observe') {
            now += given.waitS * SECOND;
            const at = now / SECOND;
            await observe(
              given.messages.map((m) => said(SENDERS[m.who] ?? '', `m${m.id}`, at - m.ageS, m.fold, m)),
            );
          } else if (given.do === 'flood') {
            const from = flooded;
            flooded += given.count;
            await observe(
              Array.from({ length: given.count }, (_, n) =>
                said(SENDERS[given.who] ?? '', `f${from + n}`, nowS - given.ageS + (n % 60), 0, {
                  text: n % 3 === 0,
                  values: given.values.slice(0, n % 17),
                }),
              ),
            );
          } else {
            const verdicts = verdictsOf(given);
            const answers = await Promise.all(both.map((one) => one.record(verdicts, now)));
            expect(answers[1]).toBe(answers[0]);
          }
        }
        const [memory, stored] = await Promise.all(both.map((one) => one.allows()));
        expect(stored).toEqual(memory);
        await observe(SENDERS.map((senderId) => said(senderId, 'last', now / SECOND)));
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
