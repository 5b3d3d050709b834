import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { PROTECTED_MAX } from './keys.ts';
import { loadScript } from './script.ts';

const VERSION = 'version';

export interface ProtectedStore {
  /** How many were new; null when there is no room for all of them (then none was added). `now` in ms. */
  add: (ids: readonly string[], now: number) => Promise<number | null>;
  /** How many were protected before. */
  remove: (ids: readonly string[]) => Promise<number>;
  /** Since when each is protected, ms; null = not by an operator. */
  since: (ids: readonly string[]) => Promise<(number | null)[]>;
  /** Everybody protected, when something changed since `version`; null when nothing did. Cheap to ask often. */
  changedSince: (version: string | null) => Promise<{ version: string; ids: ReadonlySet<string> } | null>;
}

/** Phones (digits) and BSUIDs an operator protected, for all numbers; at most PROTECTED_MAX. Policy files name others. */
export function createProtectedStore(redis: Redis, keys: Keys): ProtectedStore {
  const script = loadScript('./protect.lua');
  const change = async (verb: 'add' | 'remove', ids: readonly string[], value: number): Promise<number> =>
    Number(await script.run(redis, keys.protected, [verb, PROTECTED_MAX, randomUUID(), value, ...ids]));
  return {
    async add(ids, now) {
      const added = await change('add', ids, now);
      return added === -1 ? null : added;
    },
    remove: (ids) => change('remove', ids, 0),
    async since(ids) {
      if (ids.length === 0) return [];
      const values = await redis.hmget(keys.protected, ...ids);
      return values.map((value) => (value === null ? null : Number(value)));
    },
    async changedSince(version) {
      const current = (await redis.hget(keys.protected, VERSION)) ?? '';
      if (current === version) return null;
      const fields = await redis.hkeys(keys.protected);
      return { version: current, ids: new Set(fields.filter((field) => field !== VERSION)) };
    },
  };
}
