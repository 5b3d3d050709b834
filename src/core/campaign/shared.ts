import type { Cluster } from './cluster.ts';
import type { TraitKind } from './trait.ts';

/** Different senders of messages with such a trait in common; `atLeast` of them make a campaign. */
export interface CampaignRequest {
  of: readonly TraitKind[];
  withinMs: number;
  atLeast: number;
}

/** What others sent like a message, by one of its traits. */
export interface Alike {
  kind: TraitKind;
  /** How the trait is shown; nothing anybody wrote. */
  shown: string;
  /** Window (ms) → different senders within it, this one included; at most `MEMBERS_MAX`. */
  senders: ReadonlyMap<number, number>;
  /** So many that some rule calls it a campaign. */
  isCampaign: boolean;
  /** The cluster they make; null when the message stands alone. */
  cluster: Pick<Cluster, 'id' | 'isTold'> | null;
}
