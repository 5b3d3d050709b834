import { equalBytes } from '../similar/sketch.ts';
import type { Sketch } from '../similar/sketch.ts';
import type { Trait, TraitKind } from './trait.ts';
import { EQUAL_BYTES } from './trait.ts';

/** Somebody who sent one of a cluster's messages, by the first of them that counted. */
export interface Member {
  /** 32 bits of a hash of the sender. */
  sender: number;
  /** 32 bits of a hash of that message's key. */
  message: number;
  /** Its own time, whole seconds. */
  at: number;
}

/** Messages of a number that share a trait. */
export interface Cluster {
  /** In the order of their making; never 0. */
  id: number;
  kind: TraitKind;
  /** Of the first message: all others were compared with it, so that a cluster does not drift. */
  sketch: Sketch;
  /** Own times of the first message counted and of the latest, whole seconds. */
  firstAt: number;
  lastAt: number;
  /** Senders ever counted, those who are no members any more included. */
  senders: number;
  /** It was made known as a campaign. */
  isTold: boolean;
  /** The last `MEMBERS_MAX`, in the order they were counted. */
  members: readonly Member[];
}

/** A cluster is forgotten when it brought nothing for so long: the longest window. */
export const CLUSTER_KEPT_S = 24 * 3600;
/** Members remembered of a cluster: the most a rule may ask for. */
export const MEMBERS_MAX = 64;
/** Who sends it again counts from then on, at most once in this time. */
export const COUNTED_AGAIN_S = 600;
/** Clusters of a number, at most. */
export const PLACES = 4096;

/** Places looked at for one that may be taken. */
export const LOOKED_AT = 16;

export const isAlive = ({ lastAt }: Cluster, nowS: number): boolean => lastAt > nowS - CLUSTER_KEPT_S;

export const isAlike = (cluster: Cluster, { kind, sketch }: Trait): boolean =>
  cluster.kind === kind && equalBytes(cluster.sketch, sketch) >= EQUAL_BYTES[kind];

/** The cluster with one more message. The same member once more changes nothing but the time, unless it is long ago. */
export function withMember(cluster: Cluster, member: Member): Cluster {
  const known = cluster.members.find(({ sender }) => sender === member.sender);
  const lastAt = Math.max(cluster.lastAt, member.at);
  if (known !== undefined && member.at < known.at + COUNTED_AGAIN_S) return { ...cluster, lastAt };
  const others = cluster.members.filter((one) => one !== known);
  return {
    ...cluster,
    lastAt,
    senders: cluster.senders + (known === undefined ? 1 : 0),
    members: [...others, member].slice(-MEMBERS_MAX),
  };
}

/** The cluster one message makes. */
export const newCluster = (id: number, { kind, sketch }: Trait, member: Member): Cluster => ({
  ...{ id, kind, sketch, senders: 1, members: [member] },
  ...{ firstAt: member.at, lastAt: member.at, isTold: false },
});
