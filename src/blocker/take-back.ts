import type { NoteLine } from '../core/audit.ts';
import { newEntry } from '../core/ledger/entry.ts';
import type { Saved } from '../core/ledger/restore.ts';
import { mustBeLost, restore } from '../core/ledger/restore.ts';
import type { BlockedUser } from '../whatsapp/wire.ts';
import type { Change } from './apply.ts';
import { applyChanges, LeaseLostError } from './apply.ts';
import type { Held } from './listed.ts';
import { pagesOf } from './pages.ts';
import type { BlockerDeps } from './ports.ts';

/** Somebody on Meta's list and what the journal said of them last. */
export interface Found {
  listed: BlockedUser;
  saved: Saved;
}

/** Who of these listed people is ours by the journal, and should still be known to a ledger that lost nothing. */
export async function oursByJournal(
  phoneNumberId: string,
  listed: readonly BlockedUser[],
  { lease, leaseMs }: Held,
  deps: BlockerDeps,
): Promise<Found[]> {
  if (listed.length === 0) return [];
  const keepLease = keeping(phoneNumberId, { lease, leaseMs }, deps);
  const remembered = await whileKept(() => deps.remembered(phoneNumberId), keepLease, leaseMs);
  return lastKnown(listed, remembered).filter(({ saved }) => mustBeLost(saved, deps.now()));
}

/**
 * Puts those back into the ledger whom it does not know though the journal says that we blocked them: Redis was lost. `unknown` are
 * the rows of Meta's list that no open entry explains; returns those that stay unexplained. Throws LeaseLostError, and what reading
 * the journal throws: one that cannot be read for now must make nobody foreign for good. With `dryRun` nothing is written.
 */
export async function takeBack(
  phoneNumberId: string,
  unknown: readonly BlockedUser[],
  held: Held,
  deps: BlockerDeps,
  dryRun: boolean,
): Promise<BlockedUser[]> {
  const keepLease = keeping(phoneNumberId, held, deps);
  const found = await oursByJournal(phoneNumberId, unknown, held, deps);
  const ours = new Set<BlockedUser>();
  let count = 0;
  try {
    for (const page of pagesOf(found)) {
      await keepLease();
      const lost = await withoutRow(phoneNumberId, page, deps);
      const changes = dryRun ? [] : lost.map(({ saved }) => putBack(saved, deps.now));
      count += (await applyChanges(phoneNumberId, changes, held.lease, deps)).length;
      // Whoever got a row meanwhile was judged by it: the next reconcile looks again.
      for (const { listed } of lost) ours.add(listed);
    }
  } finally {
    if (count > 0) deps.events.restored(phoneNumberId, count);
  }
  return unknown.filter((listed) => !ours.has(listed));
}

const keeping =
  (phoneNumberId: string, { lease, leaseMs }: Held, deps: BlockerDeps) =>
  async (): Promise<void> => {
    if (!(await deps.numbers.renewLease(phoneNumberId, lease, leaseMs)))
      throw new LeaseLostError('The lease of a number went to another process.');
  };

/** Eight full files take longer to read than a call to Meta, for which the lease is made. */
async function whileKept<T>(
  work: () => Promise<T>,
  keepLease: () => Promise<void>,
  leaseMs: number,
): Promise<T> {
  await keepLease();
  // A renewal that fails shows when the next one is waited for.
  const timer = setInterval(() => void keepLease().catch(() => undefined), leaseMs / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * Each listed user with the last thing the journal says of them under any name. It may hold one person under two ids (first the phone,
 * later the user id): a lift under the one ends what began under the other.
 */
export function lastKnown(unknown: readonly BlockedUser[], remembered: readonly Saved[]): Found[] {
  const asked = new Set(unknown.flatMap(namesOf));
  const last = new Map<string, Saved>();
  for (const saved of remembered) {
    const { senderId, phone, userId, target } = saved;
    const called =
      target === null ? null : 'user' in target ? target.user.replace(/^\+/, '') : target.user_id;
    for (const name of [senderId, phone, userId, called])
      if (name !== null && asked.has(name)) last.set(name, later(last.get(name), saved));
  }
  return unknown.flatMap((listed) => {
    const [first, ...more] = namesOf(listed).flatMap((name) => last.get(name) ?? []);
    return first === undefined ? [] : [{ listed, saved: more.reduce(later, first) }];
  });
}

const namesOf = ({ waId, userId }: BlockedUser): string[] => [waId, userId].filter((name) => name !== null);

const later = (a: Saved | undefined, b: Saved): Saved => (a !== undefined && a.at > b.at ? a : b);

/** Those without a row under any name. A row, be it closed, was not lost: what the list shows came about without us. */
async function withoutRow(
  phoneNumberId: string,
  page: readonly Found[],
  { ledger }: Pick<BlockerDeps, 'ledger'>,
): Promise<Found[]> {
  const ids = page.flatMap(({ listed, saved }) => [saved.senderId, ...namesOf(listed)]);
  const rows = await ledger.load(phoneNumberId, ids);
  const kept = new Set(ids.filter((_, index) => rows[index] !== null));
  return page.filter(({ listed, saved }) => ![saved.senderId, ...namesOf(listed)].some((id) => kept.has(id)));
}

function putBack(saved: Saved, clock: () => number): Change {
  return {
    entry: newEntry({ id: saved.senderId, phone: saved.phone, userId: saved.userId }),
    change(current) {
      const now = clock();
      const restored = restore(current.revision === 0 ? null : current, saved, { reclaim: false }, now);
      const audit: NoteLine = { kind: 'restored', at: now, senderId: saved.senderId };
      return restored.kind === 'restored' ? { entry: restored.entry, audit: JSON.stringify(audit) } : null;
    },
  };
}
