import type { Redis } from 'ioredis';
import type { BrakeState } from '../core/brake.ts';
import { decodeBrake } from './entry-codec.ts';
import type { Keys } from './keys.ts';
import { DEAD_MAX } from './keys.ts';
import { loadScript } from './script.ts';

export interface DeadLetter {
  at: number;
  /** What went wrong, without message text. */
  error: string;
  /** The envelope as received, with its number. */
  chunk: unknown;
}

export interface NumberStore {
  /** Remembers that this number has data; cheap to repeat. */
  register: (phoneNumberId: string) => Promise<void>;
  numbers: () => Promise<string[]>;
  /** What the blocker noted for the number, as it wrote it; null when nothing. */
  control: <T>(phoneNumberId: string) => Promise<T | null>;
  setControl: (phoneNumberId: string, control: object) => Promise<void>;
  brake: (phoneNumberId: string) => Promise<BrakeState>;
  /** Takes (or keeps) the right to call Meta for this number; false when somebody else has it. */
  acquireLease: (phoneNumberId: string, token: string, ttlMs: number) => Promise<boolean>;
  renewLease: (phoneNumberId: string, token: string, ttlMs: number) => Promise<boolean>;
  releaseLease: (phoneNumberId: string, token: string) => Promise<void>;
  bury: (phoneNumberId: string, letter: DeadLetter) => Promise<void>;
  deadCount: (phoneNumberId: string) => Promise<number>;
  /** Takes the oldest dead letter out after `put` has stored it elsewhere; false when there is none. */
  exhume: (phoneNumberId: string, put: (letter: DeadLetter) => Promise<void>) => Promise<boolean>;
  openCount: (phoneNumberId: string) => Promise<number>;
}

/** A Redis that was emptied hears of its numbers again this soon. */
const REGISTER_AGAIN_MS = 60_000;

export function createNumberStore(redis: Redis, keys: Keys, now: () => number = Date.now): NumberStore {
  const lease = loadScript('./lease.lua');
  const registeredAt = new Map<string, number>();
  // One that was restarted without its data hears of them at once: no sweep would find what is blocked from now on.
  redis.on('ready', () => registeredAt.clear());
  const key = (phoneNumberId: string, suffix: string): string => `${keys.base(phoneNumberId)}:${suffix}`;

  return {
    async register(phoneNumberId) {
      const at = now();
      if (at - (registeredAt.get(phoneNumberId) ?? -Infinity) < REGISTER_AGAIN_MS) return;
      await redis.sadd(keys.numbers, phoneNumberId);
      registeredAt.set(phoneNumberId, at);
    },
    numbers: () => redis.smembers(keys.numbers),

    async control<T>(phoneNumberId: string) {
      const raw = await redis.get(key(phoneNumberId, 'control'));
      return raw === null ? null : (JSON.parse(raw) as T);
    },
    async setControl(phoneNumberId, control) {
      await redis.set(key(phoneNumberId, 'control'), JSON.stringify(control));
    },
    async brake(phoneNumberId) {
      return decodeBrake(await redis.get(key(phoneNumberId, 'brake')));
    },

    acquireLease: async (phoneNumberId, token, ttlMs) =>
      (await lease.run(redis, keys.base(phoneNumberId), ['acquire', token, ttlMs])) === 1,
    renewLease: async (phoneNumberId, token, ttlMs) =>
      (await lease.run(redis, keys.base(phoneNumberId), ['renew', token, ttlMs])) === 1,
    async releaseLease(phoneNumberId, token) {
      await lease.run(redis, keys.base(phoneNumberId), ['release', token, 0]);
    },

    async bury(phoneNumberId, letter) {
      await redis
        .multi()
        .lpush(key(phoneNumberId, 'dead'), JSON.stringify(letter))
        .ltrim(key(phoneNumberId, 'dead'), 0, DEAD_MAX - 1)
        .exec();
    },
    deadCount: (phoneNumberId) => redis.llen(key(phoneNumberId, 'dead')),
    async exhume(phoneNumberId, put) {
      const raw = await redis.lindex(key(phoneNumberId, 'dead'), -1);
      if (raw === null) return false;
      await put(JSON.parse(raw) as DeadLetter);
      await redis.lrem(key(phoneNumberId, 'dead'), -1, raw);
      return true;
    },
    openCount: (phoneNumberId) => redis.zcard(key(phoneNumberId, 'open')),
  };
}
