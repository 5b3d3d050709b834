import type { OperatorLine } from '../core/audit.ts';
import { classify } from '../core/ledger/classify.ts';
import type { LedgerEntry, Target } from '../core/ledger/entry.ts';
import { adopt } from '../core/ledger/repair.ts';
import type { Saved } from '../core/ledger/restore.ts';
import { mustBeLost } from '../core/ledger/restore.ts';
import type { BlockedUser } from '../whatsapp/wire.ts';
import { applyChanges } from './apply.ts';
import { keepJournal } from './journal.ts';
import type { BlockerDeps } from './ports.ts';
import type { Listed } from './listed.ts';
import { pagesOf } from './pages.ts';
import type { Stranger } from './strangers.ts';
import { lastKnown, oursByJournal } from './take-back.ts';

interface Adoption {
  strangers: readonly Stranger[];
  /** Open rows recorded as foreign. */
  known: readonly LedgerEntry[];
  /** null = nobody is taken over. */
  adopting: { until: number | null } | null;
  /** What the operator's own files say. */
  spare: readonly Saved[];
  dryRun: boolean;
}

/**
 * An operator takes over the blocks of others. Those the journal knows for ours are not among them: they have an end of their own, which an
 * import brings back.
 */
export async function adoptForeign(
  listed: Listed,
  { strangers, known, adopting, spare, dryRun }: Adoption,
  deps: BlockerDeps,
): Promise<{ adopted: Map<string, LedgerEntry>; inJournal: number }> {
  if (adopting === null) return { adopted: new Map(), inJournal: 0 };
  const users = new Map<BlockedUser, LedgerEntry>(known.map((entry) => [userOf(entry), entry]));
  const byJournal = await oursByJournal(listed.phoneNumberId, [...users.keys()], listed, deps);
  for (const { kind, entry } of strangers) if (kind === 'foreign') users.set(userOf(entry), entry);
  const named = lastKnown([...users.keys()], spare).filter(({ saved }) => mustBeLost(saved, deps.now()));
  for (const one of [...byJournal, ...named]) users.delete(one.listed);
  const wanted = [...users.values()];
  if (!dryRun) for (const page of pagesOf(wanted)) await adoptPage(listed, page, adopting.until, deps);
  return { adopted: new Map(wanted.map((entry) => [entry.senderId, entry])), inJournal: byJournal.length };
}

const userOf = ({ phone, userId }: LedgerEntry): BlockedUser => ({ waId: phone, userId });

async function adoptPage(
  { phoneNumberId, lease, list }: Listed,
  page: readonly LedgerEntry[],
  until: number | null,
  deps: BlockerDeps,
): Promise<void> {
  const at = deps.now();
  const line = { at, phoneNumberId, op: 'block' as const, until, rules: [] };
  await keepJournal(
    page.flatMap((entry) => {
      const target = targetOf(entry);
      return target === null ? [] : [{ ...line, senderId: entry.senderId, target }];
    }),
    deps,
  );
  await applyChanges(
    phoneNumberId,
    page.map((entry) => ({
      entry,
      change: (current) => {
        const now = deps.now();
        const kind = classify(current, list.list.has(current), now);
        const target = targetOf(current);
        if (target === null || (kind !== 'foreign' && kind !== 'foreign-known')) return null;
        const audit: OperatorLine = {
          kind: 'operator',
          op: 'adopt',
          at: now,
          senderId: current.senderId,
          until,
        };
        return { entry: adopt(current, target, until, now), audit: JSON.stringify(audit) };
      },
    })),
    lease,
    deps,
  );
}

const targetOf = ({ phone, userId }: LedgerEntry): Target | null =>
  phone !== null ? { user: `+${phone}` } : userId === null ? null : { user_id: userId };
