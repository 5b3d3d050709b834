import type { NoteLine } from '../core/audit.ts';
import type { ListClass } from '../core/ledger/classify.ts';
import { areTooManyMissing, classify, shouldBeListed } from '../core/ledger/classify.ts';
import { foreignGone, letGo, stray } from '../core/ledger/enforcement.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { blockAgain, doubt, liftNow, overtaken } from '../core/ledger/repair.ts';
import { applyChanges, LeaseLostError } from './apply.ts';
import type { Comparison } from './compare.ts';
import { keepJournal } from './journal.ts';
import type { BlockerDeps } from './ports.ts';
import type { Listed } from './listed.ts';
import { pagesOf } from './pages.ts';
import { settleDoubts } from './verify.ts';

/**
 * What becomes of confirmed blocks that the list does not show.
 * - look-again: the list is read once more; still gone, they are let go. Too many at once are left alone
 * - let-go, block-again: an operator has decided, for however many
 */
export type MissingChoice = 'look-again' | 'let-go' | 'block-again';

/** How long after the first look the second comes: a list that lags behind has caught up. */
const LOOK_AGAIN_MS = 5 * 60_000;

type Mend = (current: LedgerEntry, now: number) => { entry: LedgerEntry; note: NoteLine['kind'] | null };

const MENDS: Partial<Record<ListClass, Mend>> = {
  ended: (current, now) => ({ entry: liftNow(current, now), note: null }),
  stray: (current, now) => ({ entry: stray(current, now) ?? current, note: 'stray' }),
  overtaken: (current, now) => ({ entry: overtaken(current, now), note: 'foreign' }),
  'foreign-gone': (current, now) => ({ entry: foreignGone(current, now), note: null }),
};
const MISSING: Record<MissingChoice, Mend> = {
  'look-again': (current, now) => ({ entry: doubt(current, now + LOOK_AGAIN_MS), note: 'missing' }),
  'let-go': (current, now) => ({ entry: letGo(current, now), note: 'let-go' }),
  'block-again': (current, now) => ({ entry: blockAgain(current, now), note: 'block-again' }),
};

/** Repairs what the comparison found of open rows. Answers how many missing ones were left alone since they are too many. */
export async function repair(
  listed: Listed,
  { rows, open }: Comparison,
  { missing, dryRun }: { missing: MissingChoice; dryRun: boolean },
  deps: BlockerDeps,
): Promise<number> {
  const unasked = missing === 'look-again';
  const doubtful = rows.get('unknown') ?? [];
  const { list } = listed.list;
  const isGone = (entry: LedgerEntry): boolean =>
    list.whole && !list.has(entry) && shouldBeListed(entry, deps.now());
  const gone = [...(rows.get('missing') ?? []), ...(unasked ? [] : doubtful.filter(isGone))];
  const suspended = unasked && areTooManyMissing(gone.length, open) ? gone.length : 0;
  if (dryRun) return suspended;

  if (suspended === 0) await mendMissing(listed, gone, missing, deps);
  for (const [kind, mend] of Object.entries(MENDS) as [ListClass, Mend][])
    await mendAll(
      listed,
      rows.get(kind) ?? [],
      (entry, now) => stillIs(kind, listed, entry, now),
      mend,
      deps,
    );
  if (!unasked) return suspended;
  // Doubts that arose before the list was read are settled by it.
  const timely = doubtful.filter((entry) => {
    const since = entry.attempt?.expiresAt ?? entry.nextAttemptAt;
    return since <= listed.startedAt;
  });
  const left = await settleDoubts(listed.phoneNumberId, timely, list, listed.lease, deps);
  return suspended + left.filter(isGone).length;
}

const stillIs = (kind: ListClass, { list }: Listed, entry: LedgerEntry, now: number): boolean =>
  classify(entry, list.list.has(entry), now) === kind;

/** A block that is let go is a lift in the journal, or a later import would bring it back. */
async function mendMissing(
  listed: Listed,
  gone: readonly LedgerEntry[],
  choice: MissingChoice,
  deps: BlockerDeps,
): Promise<void> {
  const { phoneNumberId, list } = listed;
  const at = deps.now();
  const lifts = gone.flatMap(({ senderId, target }) =>
    target === null ? [] : [{ at, phoneNumberId, op: 'lift' as const, senderId, target }],
  );
  if (choice === 'let-go') await keepJournal(lifts, deps);
  const isStill = (entry: LedgerEntry, now: number): boolean =>
    !list.list.has(entry) &&
    shouldBeListed(entry, now) &&
    (entry.actual === 'blocked' || (entry.actual === 'unknown' && choice !== 'look-again'));
  await mendAll(listed, gone, isStill, MISSING[choice], deps);
}

async function mendAll(
  { phoneNumberId, lease, leaseMs }: Listed,
  entries: readonly LedgerEntry[],
  isStill: (entry: LedgerEntry, now: number) => boolean,
  mend: Mend,
  deps: BlockerDeps,
): Promise<void> {
  for (const page of pagesOf(entries)) {
    if (!(await deps.numbers.renewLease(phoneNumberId, lease, leaseMs)))
      throw new LeaseLostError('The lease of a number went to another process.');
    await applyChanges(
      phoneNumberId,
      page.map((entry) => ({
        entry,
        change: (current) => {
          const now = deps.now();
          if (!isStill(current, now)) return null;
          const { entry: mended, note } = mend(current, now);
          if (mended === current) return null;
          const audit: NoteLine | null =
            note === null ? null : { kind: note, at: now, senderId: current.senderId };
          return { entry: mended, audit: audit === null ? null : JSON.stringify(audit) };
        },
      })),
      lease,
      deps,
    );
  }
}
