import type { ListClass, ReconcileReport } from '../core/ledger/classify.ts';
import { groupBy } from '../core/group-by.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { Saved } from '../core/ledger/restore.ts';
import { adoptForeign } from './adopt.ts';
import { compare } from './compare.ts';
import { underLease } from './lease.ts';
import type { Listed } from './listed.ts';
import { metered } from './meter.ts';
import { mayBlock, mustPace, paceAfter } from './pace.ts';
import type { BlockerDeps } from './ports.ts';
import type { MissingChoice } from './repair.ts';
import { repair } from './repair.ts';
import { classifyStrangers, recordStrangers } from './strangers.ts';
import { takeBack } from './take-back.ts';
import type { ListResult } from './verify.ts';
import { readList } from './verify.ts';

/** The comparison of every hour may be left out that long while calls are scarce; a lost call's doing is looked for for six hours. */
const LONGEST_WITHOUT_MS = 3 * 3_600_000;

export interface ReconcileOptions {
  /** Compare only. @default false */
  dryRun?: boolean;
  /** @default 'look-again' */
  missing?: MissingChoice;
  /** An operator takes over what somebody else blocked; `until` null = for good. @default nothing is taken over */
  adopt?: { until: number | null };
  /** What the operator's own files say, beside the journal, of whom nobody may adopt. @default nothing */
  spare?: readonly Saved[];
  /** There is no journal here: people the ledger does not know are neither taken back nor recorded. @default false */
  withoutJournal?: boolean;
  /** Nobody waits for it: while Meta's quota is scarce it is left for another time, for three hours at most. @default false */
  inPassing?: boolean;
}

export interface Reconciliation {
  kind: 'done';
  report: ReconcileReport;
  /** Who is in which class; nobody of those that agree. */
  people: Map<ListClass, Pick<LedgerEntry, 'senderId' | 'phone'>[]>;
  /** Blocks of others that became ours, or would. */
  adopted: Pick<LedgerEntry, 'senderId' | 'phone'>[];
  /** Blocks recorded as foreign that the journal knows for ours: an import with `--reclaim` takes them back with their end. */
  inJournal: number;
}

export type ReconcileResult =
  | Reconciliation
  | { kind: 'failed'; reason: string; code: number | null }
  | { kind: 'busy' | 'lease-lost' | 'waiting' };

/**
 * Compares Meta's list with the ledger under the number's lease, repairs what is ours, and keeps account of what is not, so that no
 * later lift touches it. The last report of each number is published.
 */
export async function reconcileNumber(
  phoneNumberId: string,
  deps: BlockerDeps,
  options: ReconcileOptions = {},
): Promise<ReconcileResult> {
  const result = await underLease(phoneNumberId, deps, async (lease, leaseMs): Promise<ReconcileResult> => {
    const startedAt = deps.now();
    if (options.inPassing === true && (await mustWait(phoneNumberId, deps))) return { kind: 'waiting' };
    const list = await readPaced(phoneNumberId, lease, leaseMs, deps);
    if (list.kind === 'failed') return refused(phoneNumberId, list, options, deps);
    return reconcileListed({ phoneNumberId, list, startedAt, lease, leaseMs }, deps, options);
  });
  return typeof result === 'string' ? { kind: result } : result;
}

/** A list of many pages may cost more calls than blocks and lifts of an hour. */
async function mustWait(phoneNumberId: string, deps: BlockerDeps): Promise<boolean> {
  const now = deps.now();
  const last = await deps.listings.lastRead(phoneNumberId);
  if (last === null || now - last.at >= LONGEST_WITHOUT_MS) return false;
  const { pace, backoffUntil, backoffReason } = await deps.numbers.control(phoneNumberId);
  const isRefused = now < backoffUntil && backoffReason === 'rate-limit';
  return isRefused || mustPace(pace, Infinity, now) || !mayBlock(pace, Infinity, now);
}

/** The blocker's next calls wait for those of the list, too. */
async function readPaced(
  phoneNumberId: string,
  lease: string,
  leaseMs: number,
  deps: BlockerDeps,
): Promise<ListResult> {
  const { api, take } = metered(deps.api);
  const list = await readList(phoneNumberId, lease, leaseMs, { ...deps, api });
  const control = await deps.numbers.control(phoneNumberId);
  const pace = paceAfter(control.pace, take(), deps.now());
  if (pace !== control.pace) await deps.numbers.setControl(phoneNumberId, { ...control, pace });
  return list;
}

async function refused(
  phoneNumberId: string,
  { outcome, code }: ListResult & { kind: 'failed' },
  { dryRun = false }: ReconcileOptions,
  deps: BlockerDeps,
): Promise<ReconcileResult> {
  const { reason } = outcome;
  if (!dryRun) await deps.listings.noteFailure(phoneNumberId, { at: deps.now(), reason, code });
  deps.events.reconcileFailed(phoneNumberId, reason, code);
  return { kind: 'failed', reason, code };
}

async function reconcileListed(
  listed: Listed,
  deps: BlockerDeps,
  options: ReconcileOptions,
): Promise<Reconciliation> {
  const { phoneNumberId, list } = listed;
  const { dryRun = false, withoutJournal = false } = options;
  const at = deps.now();
  const found = await compare(phoneNumberId, list, deps);
  const suspended = await repair(listed, found, { missing: options.missing ?? 'look-again', dryRun }, deps);

  const left = withoutJournal
    ? found.unexplained
    : await takeBack(phoneNumberId, found.unexplained, listed, deps, dryRun);
  const strangers = await classifyStrangers(phoneNumberId, left, deps);
  const adopting = options.adopt ?? null;
  const known = adopting === null ? [] : (found.rows.get('foreign-known') ?? []);
  const { adopted, inJournal } = await adoptForeign(
    listed,
    { strangers, known, adopting, spare: options.spare ?? [], dryRun },
    deps,
  );
  const remaining = strangers.filter(({ entry }) => !adopted.has(entry.senderId));
  if (!dryRun && !withoutJournal) await recordStrangers(listed, remaining, deps);

  const people: Reconciliation['people'] = new Map(found.rows);
  for (const [kind, group] of groupBy(remaining, (one) => one.kind))
    people.set(kind, [...(people.get(kind) ?? []), ...group.map(({ entry }) => entry)]);
  const lost = new Set(found.unexplained);
  for (const one of left) lost.delete(one);
  const remembered = [...lost].map(({ waId, userId }) => ({ senderId: userId ?? waId ?? '', phone: waId }));
  if (remembered.length > 0) people.set('remembered', remembered);

  const { counts } = found;
  for (const { kind } of remaining) counts[kind] += 1;
  counts.remembered = remembered.length;
  counts['foreign-known'] -= known.filter(({ senderId }) => adopted.has(senderId)).length;
  const report = { at, listed: list.items.length, unreadable: list.unreadable, counts, suspended };
  if (!dryRun) {
    await deps.listings.noteReport(phoneNumberId, report);
    deps.events.reconciled(phoneNumberId, report);
  }
  return { kind: 'done', report, people, adopted: [...adopted.values()], inJournal };
}
