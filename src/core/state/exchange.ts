import type { BrakeState } from '../brake.ts';
import { NO_BRAKE } from '../brake.ts';
import type { Counts } from '../counts.ts';
import type { NumberFacts } from '../facts.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { Warning } from '../warning.ts';
import type { Mark, SenderState } from './sender-state.ts';

/** What is known of a chunk's senders after its messages were observed: the answer of *observe*. */
export interface Observed {
  senders: ReadonlyMap<string, { state: SenderState; entry: LedgerEntry | null }>;
  brake: BrakeState;
  /** Distinct senders of the last ten to fifteen minutes, about 1 % exact. */
  activeSenders: number;
  /** Message key → what the plan asks about the whole number; empty when it asks nothing. */
  number: ReadonlyMap<string, NumberFacts>;
}

/** What *observe* tells before it was asked anything. */
export const NOTHING_OBSERVED: Observed = {
  senders: new Map(),
  brake: NO_BRAKE,
  activeSenders: 0,
  number: new Map(),
};

/** Everything a chunk decided, written at once or not at all: the question of *record*. */
export interface Verdicts {
  senders: readonly SenderVerdicts[];
  /** Only when it changed; its revision is still the one that was read. */
  brake: BrakeState | null;
  /** One JSON line a decision worth keeping. */
  audit: readonly string[];
  /** The plain allows, counted by the minute; the last of them are kept. */
  allows: readonly Allow[];
  /** Added to the counters of the day. */
  counts: Counts;
  /** Ids of clusters that are made known as campaigns now; none of them was before. */
  campaigns: readonly number[];
  /** To be sent; each waits in the number's queue. @default none */
  warnings?: readonly Warning[];
}

/** So many warnings of a number wait at most; the oldest give way. */
export const WARNINGS_MAX = 1_000;

/** So many plain allows of a number are kept one by one. */
export const ALLOWS_MAX = 10_000;

/** A message nothing was found in. Nothing of what it says is kept. */
export interface Allow {
  /** The message's key. */
  key: string;
  senderId: string;
  /** When it was judged, ms. */
  at: number;
  score: number;
}

export interface SenderVerdicts {
  senderId: string;
  /** Message key → decided-mark. */
  marks: ReadonlyMap<string, Mark>;
  /** Only when it changed; its revision is still the one that was read. */
  entry: LedgerEntry | null;
}
