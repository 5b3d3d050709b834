import type { Redis } from 'ioredis';
import type { Warning } from '../core/warning.ts';
import type { Keys } from './keys.ts';
import { AUDIT_MAX, STATS_KEPT_DAYS } from './keys.ts';
import { loadScript } from './script.ts';
import { dayOf } from './stats-store.ts';

/** Why a number sends no warnings for now. Instants in ms. */
export interface WarningsOff {
  since: number;
  until: number;
  reason: string;
  code: number | null;
}

/** `send`, or why not; see spend-warning.lua. */
export type Spent = 'send' | 'off' | 'again' | 'flood' | 'lost';

export interface WarningStore {
  /** One waiting warning, now nobody else's, and one whose call was lost with its process; null = none. Neither is ever given out again. */
  take: (
    phoneNumberId: string,
    call: { token: string; lostAfterMs: number },
    now: number,
  ) => Promise<{ warning: Warning | null; lost: Warning | null }>;
  /** Counts it against sender and number; to be asked right before the call. */
  spend: (phoneNumberId: string, token: string, warning: Warning, now: number) => Promise<Spent>;
  /** What became of it; `note` null leaves no trace. `token` null = the call was lost. False when it had been given up meanwhile. */
  settle: (
    phoneNumberId: string,
    token: string | null,
    note: { audit: string; counter: string } | null,
    now: number,
  ) => Promise<boolean>;
  /** null = they are on. */
  off: (phoneNumberId: string, now: number) => Promise<WarningsOff | null>;
  switchOff: (phoneNumberId: string, off: WarningsOff) => Promise<void>;
  /** Is anything waiting, or lost? */
  waiting: (phoneNumberId: string) => Promise<number>;
}

export function createWarningStore(redis: Redis, keys: Keys): WarningStore {
  const takeScript = loadScript('./take-warning.lua');
  const spendScript = loadScript('./spend-warning.lua');
  const settleScript = loadScript('./settle-warning.lua');
  // Only Cordon writes these keys, so what comes back is what went in.
  const decode = (raw: Buffer | null): Warning | null =>
    raw === null ? null : (JSON.parse(raw.toString()) as Warning);

  return {
    async take(phoneNumberId, { token, lostAfterMs }, now) {
      const answer = await takeScript.run(redis, keys.base(phoneNumberId), [now, token, lostAfterMs]);
      const [warning, lost] = answer as [Buffer | null, Buffer | null];
      return { warning: decode(warning), lost: decode(lost) };
    },
    async spend(phoneNumberId, token, { senderId, atMost, perMinute }, now) {
      const args = [now, token, senderId, atMost.count, atMost.withinMs, perMinute];
      return String(await spendScript.run(redis, keys.base(phoneNumberId), args)) as Spent;
    },
    async settle(phoneNumberId, token, note, now) {
      const counters = [dayOf(now), STATS_KEPT_DAYS * 86_400, note?.counter ?? ''];
      const args = [token ?? '', AUDIT_MAX, note?.audit ?? '', ...counters];
      return (await settleScript.run(redis, keys.base(phoneNumberId), args)) === 1;
    },
    async off(phoneNumberId, now) {
      const raw = await redis.get(`${keys.base(phoneNumberId)}:warnings-off`);
      const off = raw === null ? null : (JSON.parse(raw.slice(raw.indexOf('|') + 1)) as WarningsOff);
      return off !== null && off.until > now ? off : null;
    },
    async switchOff(phoneNumberId, off) {
      const lengthMs = Math.max(1, off.until - off.since);
      const value = `${off.until}|${JSON.stringify(off)}`;
      await redis.set(`${keys.base(phoneNumberId)}:warnings-off`, value, 'PX', lengthMs);
    },
    async waiting(phoneNumberId) {
      const base = keys.base(phoneNumberId);
      const [waiting, calls] = await Promise.all([
        redis.llen(`${base}:warnings`),
        redis.hlen(`${base}:warning-calls`),
      ]);
      return waiting + calls;
    },
  };
}
