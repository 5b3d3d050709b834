import { groupBy } from '../group-by.ts';
import type { BrakeState } from '../brake.ts';
import { ACTIVE_WINDOW_MS, NO_BRAKE } from '../brake.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { Observed, Verdicts } from './exchange.ts';
import type { Observation, SenderState } from './sender-state.ts';
import { decideMarks, EMPTY_STATE, observe } from './sender-state.ts';

/** The reference of the Redis store: one number's senders, ledger and brake in memory. Rule tests run on it; the contract suite compares both. */
export class MemoryState {
  readonly #senders = new Map<string, SenderState>();
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #activeAt = new Map<string, number>();
  readonly audit: string[] = [];
  readonly counts = new Map<string, number>();
  #brake: BrakeState = NO_BRAKE;

  observe(observations: readonly Observation[], now: number): Observed {
    const bySender = groupBy(observations, (observation) => observation.senderId);
    const senders = new Map<string, { state: SenderState; entry: LedgerEntry | null }>();
    for (const [senderId, own] of bySender) {
      const state = observe(this.#senders.get(senderId) ?? EMPTY_STATE, own, Math.floor(now / 1000));
      this.#senders.set(senderId, state);
      this.#activeAt.set(senderId, now);
      senders.set(senderId, { state, entry: this.#entries.get(senderId) ?? null });
    }
    const activeSenders = [...this.#activeAt.values()].filter((at) => at > now - ACTIVE_WINDOW_MS).length;
    return { senders, brake: this.#brake, activeSenders };
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
    verdicts.senders.forEach(({ senderId, entry }, index) => {
      const state = marked[index];
      if (state && this.#senders.has(senderId)) this.#senders.set(senderId, state);
      if (entry !== null) this.#entries.set(senderId, { ...entry, revision: entry.revision + 1 });
    });
    if (verdicts.brake !== null) this.#brake = { ...verdicts.brake, revision: verdicts.brake.revision + 1 };
    this.audit.push(...verdicts.audit);
    for (const [field, by] of verdicts.counts) this.counts.set(field, (this.counts.get(field) ?? 0) + by);
    return true;
  }

  entry(senderId: string): LedgerEntry | null {
    return this.#entries.get(senderId) ?? null;
  }
}
