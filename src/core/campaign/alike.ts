import { busiestWindow } from '../state/busiest-window.ts';
import type { Observation } from '../state/sender-state.ts';
import { hash32 } from '../text/hash32.ts';
import type { Cluster, Member } from './cluster.ts';
import type { Alike, CampaignRequest } from './shared.ts';
import type { Trait } from './trait.ts';

/** A message of a chunk after it was observed. */
export interface Compared {
  observation: Observation;
  /** Its own time as the state knows it, whole seconds. */
  at: number;
  /** The cluster of each of its traits, in their order. */
  clusters: readonly (Cluster | null)[];
}

/** What a message makes of its sender in the cluster it belongs to. */
export const memberOf = ({ senderId, key, at }: Pick<Observation, 'senderId' | 'key' | 'at'>): Member => ({
  sender: hash32(senderId),
  message: hash32(key),
  at,
});

/**
 * What others sent like each message of a chunk, by message key. The clusters are as they were after the chunk: who was counted for a
 * later message of it is left out, so that the k-th message sees what came before the chunk and the chunk's messages 1..k.
 */
export function alikeOf(
  chunk: readonly Compared[],
  requests: readonly CampaignRequest[],
): ReadonlyMap<string, readonly Alike[]> {
  const facts = new Map<string, readonly Alike[]>();
  const later = new Set<number>();
  for (const compared of chunk.toReversed()) {
    const { key, traits = [] } = compared.observation;
    const { message } = memberOf(compared.observation);
    later.delete(message);
    facts.set(
      key,
      traits.map((trait, place) =>
        alikeBy(trait, compared, compared.clusters[place] ?? null, later, requests),
      ),
    );
    later.add(message);
  }
  return new Map([...facts].reverse());
}

function alikeBy(
  { kind, shown }: Trait,
  { observation, at }: Compared,
  cluster: Cluster | null,
  later: ReadonlySet<number>,
  requests: readonly CampaignRequest[],
): Alike {
  const { sender: own } = memberOf(observation);
  const others = (cluster?.members ?? []).filter(
    ({ sender, message }) => sender !== own && !later.has(message),
  );
  const happenings = [{ at, value: own }, ...others.map((one) => ({ at: one.at, value: one.sender }))];
  const counted = (withinMs: number): number => busiestWindow(happenings, at, withinMs / 1000, true);
  const senders = new Map(requests.map(({ withinMs }) => [withinMs, counted(withinMs)]));
  const isCampaign = requests.some(
    ({ of, withinMs, atLeast }) => of.includes(kind) && (senders.get(withinMs) ?? 0) >= atLeast,
  );
  return { kind, shown, senders, isCampaign, cluster };
}
