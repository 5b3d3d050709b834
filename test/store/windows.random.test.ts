import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import type { FactPlan } from '../../src/core/facts.ts';
import type { Observed, SenderVerdicts } from '../../src/core/state/exchange.ts';
import { MemoryState } from '../../src/core/state/memory.ts';
import type { Mark, Observation } from '../../src/core/state/sender-state.ts';
import type { SenderStore } from '../../src/store/sender-store.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY } from '../core/builders.ts';
import { NaiveNumber } from '../core/state/naive-facts.ts';
import { testRedis } from '../helpers/redis.ts';
import { keys } from './subjects.ts';
import type { Step } from './window-steps.ts';
import { planSpec, stepsSpec } from './window-steps.ts';
import { factsIn, isAnswerOf, naiveFacts, WindowWorld } from './window-world.ts';

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

const told = { facts: 0, normals: 0, late: 0, redelivered: 0 };
let numbers = 0;

/** One number three times: on Redis, in memory, and as nothing but the list of its messages. */
class Number3 {
  readonly #id = `windows-${(numbers += 1)}`;
  readonly #workers: readonly [SenderStore, SenderStore];
  readonly #memory = new MemoryState();
  readonly #world: WindowWorld;
  #naive = new NaiveNumber();
  #last: Observation[] = [];

  constructor(plan: FactPlan) {
    this.#world = new WindowWorld(plan);
    const open = (connection: Redis): SenderStore =>
      createSenderStore(connection, keys, { senderMemoryMs: 90 * DAY });
    this.#workers = [open(redis), open(second)];
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'wait':
        this.#world.now += step.ms;
        return;
      case 'deliver':
        return this.#deliver(this.#world.chunkOf(step.chunk));
      case 'crash':
        return this.#deliver(this.#world.timely(this.#last));
      case 'both':
        return this.#deliverBoth(this.#world.chunkOf(step.chunk), this.#world.chunkOf(step.other));
      case 'decide':
        return this.#decide(step.mark);
    }
  }

  close(): void {
    told.late += this.#world.late;
    told.redelivered += this.#world.redelivered;
  }

  async #deliver(chunk: Observation[]): Promise<void> {
    if (chunk.length === 0) return;
    this.#last = chunk;
    this.#compare(chunk, await this.#observe(0, chunk));
  }

  /** One of them came first; Redis says which. */
  async #deliverBoth(one: Observation[], other: Observation[]): Promise<void> {
    const answers = await Promise.all([this.#observe(0, one), this.#observe(1, other)]);
    const { now, plan } = this.#world;
    const isFirst = isAnswerOf(this.#naive.after(one, now), one, answers[0], plan);
    if (isFirst) this.#compare(one, answers[0]);
    this.#compare(other, answers[1]);
    if (!isFirst) this.#compare(one, answers[0]);
    this.#last = other;
  }

  #observe(worker: 0 | 1, chunk: readonly Observation[]): Promise<Observed> {
    return this.#workers[worker].observe(this.#id, chunk, this.#world.now, this.#world.plan);
  }

  #compare(chunk: readonly Observation[], stored: Observed): void {
    const { now, plan } = this.#world;
    this.#naive = this.#naive.after(chunk, now);
    const remembered = this.#memory.observe(chunk, now, plan);
    const expected = naiveFacts(chunk, this.#naive, plan);
    expect(factsIn(chunk, remembered, plan)).toEqual(expected);
    expect(factsIn(chunk, stored, plan)).toEqual(expected);
    expect(stored.senders).toEqual(remembered.senders);
    told.facts += expected.length;
    told.normals += expected.flatMap(({ normals }) => Object.values(normals)).filter((one) => one > 0).length;
  }

  async #decide(mark: Mark): Promise<void> {
    const senders = [...new Set(this.#last.map(({ senderId }) => senderId))].map(
      (senderId): SenderVerdicts => ({
        senderId,
        marks: new Map(this.#last.filter((one) => one.senderId === senderId).map(({ key }) => [key, mark])),
        entry: null,
      }),
    );
    const verdicts = {
      senders,
      brake: null,
      audit: [],
      allows: [],
      counts: new Map<string, number>(),
      campaigns: [],
    };
    const recorded = await this.#workers[0].record(this.#id, verdicts, this.#world.now);
    expect(recorded).toBe(this.#memory.record(verdicts));
  }
}

describe('facts of any interleaving of messages', () => {
  it('are the same on Redis, in memory and counted from scratch', async () => {
    await fc.assert(
      fc.asyncProperty(planSpec, stepsSpec, async (plan, steps) => {
        const number = new Number3(plan);
        for (const step of steps) await number.take(step);
        number.close();
      }),
      { numRuns: 100 },
    );
    // The property would hold of nothing as well.
    expect(Math.min(...Object.values(told))).toBeGreaterThan(5);
  }, 120_000);
});
