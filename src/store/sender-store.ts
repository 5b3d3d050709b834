import type { Redis } from 'ioredis';
import type { FactPlan } from '../core/facts.ts';
import { groupBy } from '../core/group-by.ts';
import type { Observed, Verdicts } from '../core/state/exchange.ts';
import { reachOf } from '../core/state/number-counts.ts';
import { numberFactsOf } from '../core/state/number-facts.ts';
import type { Observation } from '../core/state/sender-state.ts';
import { SEEN_KEPT_S, SEEN_MAX } from '../core/state/sender-state.ts';
import { allowArgs } from './allow-codec.ts';
import { decodeCluster, encodeCompared } from './cluster-codec.ts';
import { decodeBrake, decodeEntry, encodeRevisioned, entryArgs } from './entry-codec.ts';
import type { Keys } from './keys.ts';
import { ACTIVE_BUCKET_S, AUDIT_MAX, STATS_KEPT_DAYS, WARNINGS_MAX } from './keys.ts';
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
  found: readonly (readonly number[])[],
  clusters: readonly Buffer[],
  ...rest: (Buffer | null)[],
];

/** What moderation needs of Redis, one round trip a call: both are safe to repeat, on any number of workers at once. */
export function createSenderStore(
  redis: Redis,
  keys: Keys,
  options: { senderMemoryMs: number },
): SenderStore {
  const observeScript = loadScript('./campaigns.lua', './observe.lua');
  const recordScript = loadScript('./record.lua');
  const active = new Map<string, { count: number; at: number }>();

  return {
    messageKey,

    async observe(phoneNumberId, observations, now, plan) {
      const bySender = groupBy(observations, (observation) => observation.senderId);
      const counted = active.get(phoneNumberId);
      const wantsActive = counted === undefined || now - counted.at >= ACTIVE_FRESH_MS;
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
        bySender.size,
      ];
      for (const [senderId, own] of bySender) args.push(senderId, encodeObservations(own));
      const places = new Map([...bySender.keys()].map((senderId, index) => [senderId, index + 1]));
      const compared = observations.filter(({ traits = [] }) => traits.length > 0);
      for (const one of compared) args.push(encodeCompared(places.get(one.senderId) ?? 0, one));
      const [brake, activeNow, since, slices, days, found, clusters, ...rest] = (await observeScript.run(
        redis,
        keys.base(phoneNumberId),
        args,
      )) as ObserveAnswer;
      const count = wantsActive ? activeNow : counted.count;
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
      const byId = new Map(clusters.map(decodeCluster).map((cluster) => [cluster.id, cluster]));
      const known = {
        counts: decodeCounts(slices, days, since),
        clusters: new Map(
          found.map((ids, index) => [compared[index]?.key ?? '', ids.map((id) => byId.get(id) ?? null)]),
        ),
      };
      return {
        senders,
        brake: decodeBrake(brake),
        activeSenders: count,
        number: numberFactsOf(observations, senders, known, plan),
      };
    },

    async record(phoneNumberId, verdicts, now) {
      const { brake, audit, allows, counts, campaigns, warnings = [] } = verdicts;
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
        campaigns.length,
        ...campaigns,
        ...allowArgs(allows, now),
        warnings.length,
        ...(warnings.length === 0 ? [] : [WARNINGS_MAX, ...warnings.map((one) => JSON.stringify(one))]),
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
