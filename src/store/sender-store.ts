import type { Redis } from 'ioredis';
import type { FactPlan } from '../core/facts.ts';
import { groupBy } from '../core/group-by.ts';
import type { Observed, Verdicts } from '../core/state/exchange.ts';
import { reachOf } from '../core/state/number-counts.ts';
import { numberFactsOf } from '../core/state/number-facts.ts';
import type { Observation } from '../core/state/sender-state.ts';
import { SEEN_KEPT_S, SEEN_MAX } from '../core/state/sender-state.ts';
import { allowArgs } from './allow-codec.ts';
import { decodeBrake, decodeEntry, encodeRevisioned, entryArgs } from './entry-codec.ts';
import type { Keys } from './keys.ts';
import { ACTIVE_BUCKET_S, AUDIT_MAX, STATS_KEPT_DAYS } from './keys.ts';
import type { Places } from './number-codec.ts';
import { decodeCounts } from './number-codec.ts';
import type { Arg } from './script.ts';
import { loadScript } from './script.ts';
import { decodeState, encodeMarks, encodeObservations, messageKey } from './sender-codec.ts';
import { dayOf } from './stats-store.ts';

/** How long a count of active senders is good enough for the brake. */
const ACTIVE_FRESH_MS = 1000;

export interface SenderStore {
  messageKey: (messageId: string) => string;
  /** `plan` says what is to be told of the whole number. */
  observe: (
    phoneNumberId: string,
    observations: readonly Observation[],
    now: number,
    plan: FactPlan,
  ) => Promise<Observed>;
  record: (phoneNumberId: string, verdicts: Verdicts, now: number) => Promise<boolean>;
}

/** As observe.lua gives it; the rest are state and entry of each sender. */
type ObserveAnswer = [
  brake: Buffer | null,
  active: number,
  since: Buffer | null,
  slices: Places,
  days: Places,
  ...rest: (Buffer | null)[],
];

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

    async observe(phoneNumberId, observations, now, plan) {
      const bySender = groupBy(observations, (observation) => observation.senderId);
      const known = active.get(phoneNumberId);
      const wantsActive = known === undefined || now - known.at >= ACTIVE_FRESH_MS;
      const nowS = Math.floor(now / 1000);
      const reach = reachOf(plan);
      const args: Arg[] = [
        nowS,
        Math.ceil(options.senderMemoryMs / 1000),
        SEEN_KEPT_S,
        SEEN_MAX,
        Math.floor(nowS / ACTIVE_BUCKET_S),
        wantsActive ? 1 : 0,
        reach.seconds,
        reach.hours,
      ];
      for (const [senderId, own] of bySender) args.push(senderId, encodeObservations(own));
      const [brake, activeNow, since, slices, days, ...rest] = (await observeScript.run(
        redis,
        keys.base(phoneNumberId),
        args,
      )) as ObserveAnswer;
      const count = wantsActive ? activeNow : known.count;
      if (wantsActive) active.set(phoneNumberId, { count, at: now });
      const senders = new Map(
        [...bySender.keys()].map((senderId, index) => [
          senderId,
          {
            state: decodeState(rest[index * 2] ?? null),
            entry: decodeEntry(rest[index * 2 + 1] ?? null),
          },
        ]),
      );
      return {
        senders,
        brake: decodeBrake(brake),
        activeSenders: count,
        number: numberFactsOf(observations, senders, decodeCounts(slices, days, since), plan),
      };
    },

    async record(phoneNumberId, verdicts, now) {
      const { brake, audit, allows, counts } = verdicts;
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
        ...allowArgs(allows, now),
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
