import type { Redis } from 'ioredis';
import { NO_PLAN } from '../../src/core/facts.ts';
import { MemoryState } from '../../src/core/state/memory.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY } from '../core/builders.ts';
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
  };
}

export function memorySubject(): Subject {
  const state = new MemoryState();
  return {
    observe: (observations, now, plan = NO_PLAN) => Promise.resolve(state.observe(observations, now, plan)),
    record: (verdicts) => Promise.resolve(state.record(verdicts)),
  };
}
