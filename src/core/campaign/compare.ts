import type { Observation, SeenMessage, SenderState } from '../state/sender-state.ts';
import { REGULAR } from '../trust.ts';
import type { Compared } from './alike.ts';
import { memberOf } from './alike.ts';
import type { Cluster } from './cluster.ts';
import type { Clusters } from './clusters.ts';

/** The keys of a sender's new messages that count for campaigns: those of somebody who has long been writing do not. */
export function countedFor(before: SenderState, fresh: readonly SeenMessage[]): string[] {
  const firstAt = before.total === 0 ? (fresh[0]?.at ?? 0) : before.firstAt;
  return fresh.flatMap(({ key, at }, index) => {
    const isRegular = before.total + index >= REGULAR.messages && at - firstAt >= REGULAR.forMs / 1000;
    return isRegular ? [] : [key];
  });
}

/** Counts a chunk's new messages in the clusters they belong to; the clusters of the others are only looked up. In the chunk's order. */
export function compareAll(
  chunk: readonly Observation[],
  counted: ReadonlySet<string>,
  clusters: Clusters,
  nowS: number,
): ClustersByKey {
  const left = new Set(counted);
  const ids = chunk.map((observation): [string, (number | null)[]] => {
    const counts = left.delete(observation.key);
    const own = (observation.traits ?? []).map((trait) =>
      counts ? clusters.add(trait, memberOf(observation), nowS).id : (clusters.find(trait, nowS)?.id ?? null),
    );
    return [observation.key, own];
  });
  return new Map(ids.map(([key, own]) => [key, own.map((id) => (id === null ? null : clusters.get(id)))]));
}

/** Message key → the cluster of each of its traits, as they are after the chunk. */
export type ClustersByKey = ReadonlyMap<string, readonly (Cluster | null)[]>;

/** The chunk's messages the state knows, with their clusters. */
export function comparedIn(
  chunk: readonly Observation[],
  found: ClustersByKey,
  senders: ReadonlyMap<string, { state: SenderState }>,
): Compared[] {
  return chunk.flatMap((observation): Compared[] => {
    if ((observation.traits ?? []).length === 0) return [];
    const state = senders.get(observation.senderId)?.state;
    const seen = state?.seen.findLast(({ key }) => key === observation.key);
    return seen === undefined
      ? []
      : [{ observation, at: seen.at, clusters: found.get(observation.key) ?? [] }];
  });
}
