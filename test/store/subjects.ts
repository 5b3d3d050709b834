import type { Redis } from 'ioredis';
import { NO_PLAN } from '../../src/core/facts.ts';
import { MemoryState } from '../../src/core/state/memory.ts';
import { readAllowMinutes, readAllows } from '../../src/store/allow-store.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY, NOON } from '../core/builders.ts';
import { uniquePrefix } from '../helpers/redis.ts';
import type { Subject } from './sender-store.contract.ts';

export const keys = createKeys(uniquePrefix('senders'));
let numbers = 0;

/** A number of its own for each test, on a real Redis. */
export function redisSubject(redis: Redis): Subject & { base: string; phoneNumberId: string } {
  numbers += 1;
  const phoneNumberId = String(numbers);
  const store = createSenderStore(redis, keys, { senderMemoryMs: 90 * DAY });
  return {
    base: keys.base(phoneNumberId),
    phoneNumberId,
    observe: (observations, now, plan = NO_PLAN) => store.observe(phoneNumberId, observations, now, plan),
    record: (verdicts, now) => store.record(phoneNumberId, verdicts, now),
    allows: () => readAllows(redis, keys, phoneNumberId),
    async allowMinutes() {
      const minutes: [number, number][] = [];
      const week = { from: NOON - DAY, to: NOON + DAY };
      for await (const { at, count } of readAllowMinutes(redis, keys, phoneNumberId, week))
        minutes.push([at, count]);
      return minutes;
    },
  };
}

export function memorySubject(): Subject {
  const state = new MemoryState();
  return {
    observe: (observations, now, plan = NO_PLAN) => Promise.resolve(state.observe(observations, now, plan)),
    record: (verdicts) => Promise.resolve(state.record(verdicts)),
    allows: () => Promise.resolve(state.allows.toReversed()),
    allowMinutes: () => Promise.resolve([...state.allowMinutes].sort(([a], [b]) => b - a)),
  };
}
