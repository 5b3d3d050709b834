import type { Redis } from 'ioredis';
import { NO_BRAKE } from '../core/brake.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { groupBy } from '../core/group-by.ts';
import type { Observed, Verdicts } from '../core/state/exchange.ts';
import type { Observation } from '../core/state/sender-state.ts';
import { SEEN_KEPT_S, SEEN_MAX } from '../core/state/sender-state.ts';
import { decodeBrake, decodeEntry, encodeRevisioned, entryArgs } from './entry-codec.ts';
import type { Keys } from './keys.ts';
import { ACTIVE_BUCKET_S, AUDIT_MAX, STATS_KEPT_DAYS } from './keys.ts';
import type { Arg } from './script.ts';
import { loadScript } from './script.ts';
import { decodeState, encodeMarks, encodeObservations, messageKey } from './sender-codec.ts';
import { dayOf } from './stats-store.ts';

/** How long a count of active senders is good enough for the brake. */
const ACTIVE_FRESH_MS = 1000;

export interface SenderStore {
  messageKey: (messageId: string) => string;
  observe: (phoneNumberId: string, observations: readonly Observation[], now: number) => Promise<Observed>;
  record: (phoneNumberId: string, verdicts: Verdicts, now: number) => Promise<boolean>;
}

/** What moderation needs of Redis, one round trip a call: both are safe to repeat, on any number of workers at once. */
export function createSenderStore(
  redis: Redis,
  keys: Keys,
  options: { senderMemoryMs: number },
): SenderStore {
  const observeScript = loadScript('./observe.lua');
  const recordScript = loadScript('./record.lua');
  const active = new Map<string, { count: number; at: number }>();

  return {
    messageKey,

    async observe(phoneNumberId, observations, now) {
      const bySender = groupBy(observations, (observation) => observation.senderId);
      const known = active.get(phoneNumberId);
      const wantsActive = known === undefined || now - known.at >= ACTIVE_FRESH_MS;
      const nowS = Math.floor(now / 1000);
      const args: Arg[] = [
        nowS,
        Math.ceil(options.senderMemoryMs / 1000),
        SEEN_KEPT_S,
        SEEN_MAX,
        Math.floor(nowS / ACTIVE_BUCKET_S),
        wantsActive ? 1 : 0,
      ];
      for (const [senderId, own] of bySender) args.push(senderId, encodeObservations(own));
      const answer = (await observeScript.run(redis, keys.base(phoneNumberId), args)) as (
        Buffer | number | null
      )[];
      const count = wantsActive ? Number(answer[1]) : known.count;
      if (wantsActive) active.set(phoneNumberId, { count, at: now });
      const senders: [string, { state: ReturnType<typeof decodeState>; entry: LedgerEntry | null }][] = [
        ...bySender.keys(),
      ].map((senderId, index) => [
        senderId,
        {
          state: decodeState((answer[2 + index * 2] ?? null) as Buffer | null),
          entry: decodeEntry((answer[3 + index * 2] ?? null) as Buffer | null),
        },
      ]);
      return {
        senders: new Map(senders),
        brake: decodeBrake((answer[0] ?? null) as Buffer | null) ?? NO_BRAKE,
        activeSenders: count,
      };
    },

    async record(phoneNumberId, verdicts, now) {
      const { brake, audit, counts } = verdicts;
      const args: Arg[] = [
        brake === null ? '' : encodeRevisioned(brake),
        brake?.revision ?? 0,
        AUDIT_MAX,
        audit.length,
        ...audit,
        dayOf(now),
        STATS_KEPT_DAYS * 86_400,
        counts.size,
        ...[...counts].flat(),
      ];
      for (const { senderId, marks, entry } of verdicts.senders) {
        args.push(
          senderId,
          encodeMarks(marks),
          ...(entry === null ? ['', '', '', ''] : entryArgs(entry, now)),
        );
      }
      return (await recordScript.run(redis, keys.base(phoneNumberId), args)) === 1;
    },
  };
}
