import type { ReconcileReport } from '../core/ledger/classify.ts';
import type { Settlement } from '../core/ledger/enforcement.ts';
import type { LedgerEntry, Target } from '../core/ledger/entry.ts';
import type { Saved } from '../core/ledger/restore.ts';
import type { BatchAnswer, ListAnswer } from '../whatsapp/answers.ts';
import type { Late, NumberControl } from './number-control.ts';
import type { OutcomeReason } from './outcome-table.ts';

export interface EntryWrite {
  entry: LedgerEntry;
  audit: string | null;
}

export interface BlockerStore {
  /** Up to `limit` of either kind. `timed` are due by their own instant, earliest first; `blocks` may be made, nearest deadline first. */
  due: (
    phoneNumberId: string,
    now: number,
    limit: number,
  ) => Promise<{ timed: LedgerEntry[]; blocks: LedgerEntry[] }>;
  isAnythingDue: (phoneNumberId: string, now: number) => Promise<boolean>;
  load: (phoneNumberId: string, senderIds: readonly string[]) => Promise<(LedgerEntry | null)[]>;
  open: (phoneNumberId: string) => AsyncIterable<LedgerEntry[]>;
  write: (
    phoneNumberId: string,
    writes: readonly EntryWrite[],
    lease: string | null,
    now: number,
  ) => Promise<boolean[] | 'lease-lost'>;
}

export interface NumberStore {
  control: (phoneNumberId: string) => Promise<NumberControl>;
  setControl: (phoneNumberId: string, control: NumberControl) => Promise<void>;
  acquireLease: (phoneNumberId: string, token: string, ttlMs: number) => Promise<boolean>;
  renewLease: (phoneNumberId: string, token: string, ttlMs: number) => Promise<boolean>;
  releaseLease: (phoneNumberId: string, token: string) => Promise<void>;
  /** Rows that are wanted, on Meta's list or unclear. */
  openCount: (phoneNumberId: string) => Promise<number>;
}

/** What was last read of Meta's list, and what came of it; kept in Redis, so that every worker knows. */
export interface Listings {
  lastRead: (phoneNumberId: string) => Promise<ListingRead | null>;
  noteRead: (phoneNumberId: string, read: ListingRead) => Promise<void>;
  /** A lost block call of these senders may take effect until `until`, ms; noted again at each write, since a process may die between. */
  noteStrays: (
    phoneNumberId: string,
    strays: readonly { senderId: string; until: number }[],
    now: number,
  ) => Promise<void>;
  /** Senders of whom that is still so. */
  strays: (phoneNumberId: string, now: number) => Promise<string[]>;
  /** The comparison succeeded: the number's last report. */
  noteReport: (phoneNumberId: string, report: ReconcileReport) => Promise<void>;
  /** It did not: the last report stays, with why there is no newer one. */
  noteFailure: (
    phoneNumberId: string,
    failure: { at: number; reason: string; code: number | null },
  ) => Promise<void>;
}

/** `at`: when the last page had been read, ms. */
export interface ListingRead {
  at: number;
  pages: number;
}

export interface Api {
  block: (phoneNumberId: string, targets: readonly Target[]) => Promise<BatchAnswer>;
  lift: (phoneNumberId: string, targets: readonly Target[]) => Promise<BatchAnswer>;
  list: (phoneNumberId: string, page: { limit: number; after: string | null }) => Promise<ListAnswer>;
  probe: (phoneNumberId: string) => Promise<ListAnswer>;
}

/** One settled block or lift as the journal keeps it; enough to end every block should Redis be lost. */
export interface JournalLine {
  at: number;
  phoneNumberId: string;
  op: 'block' | 'lift';
  senderId: string;
  target: Target;
  /** When the block is to end, ms; null = for good. Absent on lifts. */
  until?: number | null;
  rules?: readonly string[];
}

export interface BlockerEvents {
  /** One user's result. `kind` is the settlement's. */
  settled: (direction: 'block' | 'lift', kind: Settlement['kind'], reason: OutcomeReason) => void;
  /** One call with its size and how it went. */
  called: (verb: 'block' | 'lift' | 'list' | 'probe', reason: OutcomeReason, users: number) => void;
  halted: (phoneNumberId: string, reason: string, code: number | null) => void;
  resumed: (phoneNumberId: string) => void;
  /** Deadlines may be missed: told once, and again when the cause changes. */
  late: (phoneNumberId: string, late: Late) => void;
  /** That is over. */
  inTime: (phoneNumberId: string) => void;
  /** Blocks whose deadline has passed: made at the sender's next message. */
  lapsed: (phoneNumberId: string, count: number) => void;
  /** Blocks of ours that Redis had lost were taken back from the journal. */
  restored: (phoneNumberId: string, count: number) => void;
  /** Meta's list was compared with the ledger. */
  reconciled: (phoneNumberId: string, report: ReconcileReport) => void;
  reconcileFailed: (phoneNumberId: string, reason: string, code: number | null) => void;
  /** Confirmed blocks were gone from Meta's list when it was read again: `let-go`, or `kept` since they are too many. */
  missing: (phoneNumberId: string, count: number, what: 'let-go' | 'kept') => void;
  /** Should Redis be lost as well, the ends of the blocks made meanwhile are lost. */
  journalFailed: (error: unknown) => void;
  alarm: (phoneNumberId: string, reason: OutcomeReason, code: number | null) => void;
}

export interface BlockerDeps {
  ledger: BlockerStore;
  numbers: NumberStore;
  listings: Listings;
  api: Api;
  /** Appends before the ledger is settled: a line twice is harmless, a line missing is not. What a failed call could not write, the next one writes. */
  journal: (lines: readonly JournalLine[]) => Promise<void>;
  /** What the journal says of a number, one of each sender; read only when the list holds people the ledger does not know. */
  remembered: (phoneNumberId: string) => Promise<readonly Saved[]>;
  /** Lifting goes on in monitor mode; nobody is blocked. */
  mode: 'monitor' | 'enforce';
  /** Users a call, 1–1,000. */
  batchSize: number;
  /** The whole of one Graph call; claims and lease outlive it. */
  callTimeoutMs: number;
  /** A claim outlives its call by this much, so that a slow settle is not taken for a crash. */
  settleMarginMs: number;
  now: () => number;
  newToken: () => string;
  /** 0 ≤ x < 1, for jitter. */
  random: () => number;
  events: BlockerEvents;
  /** Named points where tests kill the process. */
  crashPoint?: (name: 'claimed' | 'called' | 'journaled') => void;
}
