import type { Cluster, Member } from './cluster.ts';
import { isAlike, isAlive, LOOKED_AT, newCluster, PLACES, withMember } from './cluster.ts';
import { slotsOf } from './slots.ts';
import type { Trait } from './trait.ts';

const MAX_ID = 0xffffffff;

interface Entry {
  place: number;
  tag: number;
  /** Its cluster had several senders when it was written. */
  isShared: boolean;
}

/** A number's clusters: the reference of what observe.lua keeps in Redis, step by step the same. Its size has a bound, whatever comes. */
export class Clusters {
  /** Place → cluster; a cluster's place is its id modulo `PLACES`. */
  readonly #places = new Map<number, Cluster>();
  /** What stands in each slot of the table from bands to clusters. */
  readonly #table = new Map<number, Entry>();
  #lastId = 0;

  /** The oldest cluster a message with this trait belongs to; null when there is none. */
  find(trait: Trait, nowS: number): Cluster | null {
    const places = new Set(
      slotsOf(trait).flatMap(({ slot, tag }) => {
        const entry = this.#table.get(slot);
        return entry?.tag === tag ? [entry.place] : [];
      }),
    );
    let oldest: Cluster | null = null;
    for (const place of places) {
      const cluster = this.#living(place, nowS);
      if (cluster === null || (oldest !== null && cluster.id > oldest.id)) continue;
      if (isAlike(cluster, trait)) oldest = cluster;
    }
    return oldest;
  }

  /** Counts a message that was never seen before; gives the cluster it belongs to from now on. */
  add(trait: Trait, member: Member, nowS: number): Cluster {
    const found = this.find(trait, nowS);
    const cluster =
      found === null ? newCluster(this.#nextId(nowS), trait, member) : withMember(found, member);
    const place = cluster.id % PLACES;
    this.#places.set(place, cluster);
    const isShared = cluster.senders > 1;
    for (const { slot, tag } of slotsOf(trait))
      if (this.#isFree(slot, nowS)) this.#table.set(slot, { place, tag, isShared });
    return cluster;
  }

  /** Clusters of several senders keep their slots as long as they live. */
  #isFree(slot: number, nowS: number): boolean {
    const entry = this.#table.get(slot);
    if (entry?.isShared !== true) return true;
    const holder = this.#living(entry.place, nowS);
    return holder === null || holder.senders === 1;
  }

  /** As it is now; null when it had to make room. */
  get(id: number): Cluster | null {
    const cluster = this.#places.get(id % PLACES);
    return cluster?.id === id ? cluster : null;
  }

  /** Notes that these were made known as campaigns; false, and nothing is noted, when one of them was already. One that had to make room is none. */
  tell(ids: readonly number[]): boolean {
    const clusters = ids.map((id) => this.get(id)).filter((cluster) => cluster !== null);
    if (clusters.some(({ isTold }) => isTold)) return false;
    for (const cluster of clusters) this.#places.set(cluster.id % PLACES, { ...cluster, isTold: true });
    return true;
  }

  #living(place: number, nowS: number): Cluster | null {
    const cluster = this.#places.get(place);
    return cluster !== undefined && isAlive(cluster, nowS) ? cluster : null;
  }

  /** A free place, or one of a single sender's message; where there is neither, that of the cluster with the fewest senders. */
  #nextId(nowS: number): number {
    let best = 0;
    let fewest = Infinity;
    for (let step = 1; step <= LOOKED_AT; step += 1) {
      const id = this.#lastId + step > MAX_ID ? step : this.#lastId + step;
      const holder = this.#places.get(id % PLACES);
      const senders = holder === undefined || !isAlive(holder, nowS) ? 0 : holder.senders;
      if (senders < fewest) {
        best = id;
        fewest = senders;
      }
      if (senders <= 1) break;
    }
    this.#lastId = best;
    return best;
  }
}
