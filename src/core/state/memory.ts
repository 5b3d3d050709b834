import { groupBy } from '../group-by.ts';
import { Clusters } from '../campaign/clusters.ts';
import { compareAll, countedFor } from '../campaign/compare.ts';
import type { BrakeState } from '../brake.ts';
import { ACTIVE_WINDOW_MS, NO_BRAKE } from '../brake.ts';
import type { FactPlan } from '../facts.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { Allow, Observed, Verdicts } from './exchange.ts';
import { ALLOWS_MAX, WARNINGS_MAX } from './exchange.ts';
import type { Warning } from '../warning.ts';
import { numberFactsOf } from './number-facts.ts';
import { NumberTally } from './number-tally.ts';
import type { Observation, SenderState } from './sender-state.ts';
import { decideMarks, EMPTY_STATE, freshOf, observe } from './sender-state.ts';

/** The reference of the Redis store: one number's senders, ledger and brake in memory. Rule tests run on it; the contract suite compares both. */
export class MemoryState {
  readonly #senders = new Map<string, SenderState>();
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #activeAt = new Map<string, number>();
  readonly #tally = new NumberTally();
  readonly #clusters = new Clusters();
  readonly audit: string[] = [];
  /** The last plain allows, oldest first, and how many there were in each minute (its start, ms). */
  readonly allows: Allow[] = [];
  readonly allowMinutes = new Map<number, number>();
  readonly counts = new Map<string, number>();
  /** To be sent, oldest first. */
  readonly warnings: Warning[] = [];
  #brake: BrakeState = NO_BRAKE;

  /** `plan` says what is to be told of the whole number. */
  observe(observations: readonly Observation[], now: number, plan: FactPlan): Observed {
    const nowS = Math.floor(now / 1000);
    const bySender = groupBy(observations, (observation) => observation.senderId);
    const senders = new Map<string, { state: SenderState; entry: LedgerEntry | null }>();
    const counted = new Set<string>();
    for (const [senderId, own] of bySender) {
      const before = this.#senders.get(senderId) ?? EMPTY_STATE;
      const state = observe(before, own, nowS);
      const fresh = freshOf(before, own);
      this.#tally.add(
        fresh.map(({ at, text }, index) => ({ at, text, newcomer: before.total === 0 && index === 0 })),
        nowS,
      );
      for (const key of countedFor(before, fresh)) counted.add(key);
      this.#senders.set(senderId, state);
      this.#activeAt.delete(senderId);
      this.#activeAt.set(senderId, now);
      senders.set(senderId, { state, entry: this.#entries.get(senderId) ?? null });
    }
    const found = compareAll(observations, counted, this.#clusters, nowS);
    const number = numberFactsOf(observations, senders, { counts: this.#tally, clusters: found }, plan);
    return { senders, brake: this.#brake, activeSenders: this.#countActive(now), number };
  }

  /** The map is in the order of last activity, so only those who fell silent are looked at. */
  #countActive(now: number): number {
    for (const [silent, at] of this.#activeAt) {
      if (at > now - ACTIVE_WINDOW_MS) break;
      this.#activeAt.delete(silent);
    }
    return this.#activeAt.size;
  }

  /** False when something moved since it was read; nothing is written then. */
  record(verdicts: Verdicts): boolean {
    const marked = verdicts.senders.map(({ senderId, marks }) =>
      decideMarks(this.#senders.get(senderId) ?? EMPTY_STATE, marks),
    );
    const moved = verdicts.senders.some(
      ({ senderId, entry }) =>
        entry !== null && entry.revision !== (this.#entries.get(senderId)?.revision ?? 0),
    );
    if (moved || marked.includes(null)) return false;
    if (verdicts.brake !== null && verdicts.brake.revision !== this.#brake.revision) return false;
    if (!this.#clusters.tell(verdicts.campaigns)) return false;
    verdicts.senders.forEach(({ senderId, entry }, index) => {
      const state = marked[index];
      if (state && this.#senders.has(senderId)) this.#senders.set(senderId, state);
      if (entry !== null) this.#entries.set(senderId, { ...entry, revision: entry.revision + 1 });
    });
    if (verdicts.brake !== null) this.#brake = { ...verdicts.brake, revision: verdicts.brake.revision + 1 };
    this.audit.push(...verdicts.audit);
    this.allows.push(...verdicts.allows);
    this.allows.splice(0, Math.max(0, this.allows.length - ALLOWS_MAX));
    for (const { at } of verdicts.allows) {
      const minute = at - (at % 60_000);
      this.allowMinutes.set(minute, (this.allowMinutes.get(minute) ?? 0) + 1);
    }
    this.warnings.push(...(verdicts.warnings ?? []));
    this.warnings.splice(0, Math.max(0, this.warnings.length - WARNINGS_MAX));
    for (const [field, by] of verdicts.counts) this.counts.set(field, (this.counts.get(field) ?? 0) + by);
    return true;
  }

  entry(senderId: string): LedgerEntry | null {
    return this.#entries.get(senderId) ?? null;
  }

  /** As if each hour of the week before `now` (ms) had brought so many messages, all of them by newcomers. */
  putNormal(perHour: number, now: number): void {
    this.#tally.fillHours(perHour, Math.floor(now / 1000));
  }

  /** Puts a sender's state or entry in place, as the blocker, an operator or a past before the first message would have; null forgets it. */
  put(senderId: string, { state, entry }: { state?: SenderState | null; entry?: LedgerEntry | null }): void {
    if (state === null) this.#senders.delete(senderId);
    else if (state !== undefined) this.#senders.set(senderId, state);
    if (entry === null) this.#entries.delete(senderId);
    else if (entry !== undefined) this.#entries.set(senderId, { ...entry, revision: entry.revision + 1 });
  }
}
