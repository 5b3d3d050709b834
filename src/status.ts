import type { Late, NumberControl } from './blocker/number-control.ts';
import { callState, type CallState } from './call-state.ts';
import type { BrakeState } from './core/brake.ts';
import { quotaPercent } from './core/quota.ts';
import type { LedgerStatus } from './core/ledger/next-action.ts';
import { statusOf } from './core/ledger/next-action.ts';
import type { QueueCounts, Queues } from './queue/queues.ts';
import type { LedgerStore } from './store/ledger-store.ts';
import type { ExportRecord, ExportStore } from './store/export-store.ts';
import type { ListingStore, Reconciled } from './store/listing-store.ts';
import type { NumberStore } from './store/number-store.ts';
import type { WarningsOff, WarningStore } from './store/warning-store.ts';
import type { RulesetReport, RulesetStore } from './store/ruleset-store.ts';

export interface NumberStatus {
  phoneNumberId: string;
  /** Open entries by what they are; statuses nobody has are left out. */
  ledger: Partial<Record<LedgerStatus, number>>;
  deadLetters: number;
  /** Which versions of the rules the brake holds, and how many people each. */
  brake: BrakeState['trips'];
  halted: NumberControl['halted'];
  /** Whether it may call Meta now. */
  calls: CallState;
  /** The last share of Meta's quota that made us slower, percent; null = below that. */
  quotaPercent: number | null;
  /** Blocks that may miss Meta's 24 hours. */
  late: Late | null;
  /** The last comparison with Meta's list. */
  reconciled: Reconciled;
  /** Meta sends no messages of this number, so nobody is warned for now; null = it does. */
  warningsOff: WarningsOff | null;
}

export interface StatusReport {
  queues: QueueCounts[];
  numbers: NumberStatus[];
  /** What each worker process judges by. */
  rulesets: RulesetReport[];
  /** The last daily export. */
  exported: ExportRecord;
}

/** Everything `cordon status` tells, read from Redis: it walks all open entries. */
export async function readStatus(
  deps: {
    queues: Queues;
    ledger: LedgerStore;
    numbers: NumberStore;
    listings: ListingStore;
    rulesets: RulesetStore;
    exports: ExportStore;
    warnings: WarningStore;
  },
  now: number,
): Promise<StatusReport> {
  const known = (await deps.numbers.numbers()).sort();
  const numbers: NumberStatus[] = [];
  for (const phoneNumberId of known) {
    const ledger: NumberStatus['ledger'] = {};
    for await (const page of deps.ledger.open(phoneNumberId)) {
      for (const entry of page) {
        const status = statusOf(entry, now);
        ledger[status] = (ledger[status] ?? 0) + 1;
      }
    }
    const control = await deps.numbers.control<NumberControl>(phoneNumberId);
    numbers.push({
      phoneNumberId,
      ledger,
      deadLetters: await deps.numbers.deadCount(phoneNumberId),
      brake: (await deps.numbers.brake(phoneNumberId)).trips,
      halted: control?.halted ?? null,
      calls: callState(control, now),
      quotaPercent: quotaPercent(control?.pace ?? null, now),
      late: control?.late ?? null,
      reconciled: await deps.listings.reconciled(phoneNumberId),
      warningsOff: await deps.warnings.off(phoneNumberId, now),
    });
  }
  return {
    queues: await deps.queues.counts(),
    numbers,
    rulesets: await deps.rulesets.reports(now),
    exported: await deps.exports.read(),
  };
}
