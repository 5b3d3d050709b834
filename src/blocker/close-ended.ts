import type { NoteLine } from '../core/audit.ts';
import { end, hold } from '../core/ledger/enforcement.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { MONITOR_HOLD, statusOf } from '../core/ledger/next-action.ts';
import { applyChanges } from './apply.ts';
import type { BlockerDeps } from './ports.ts';

/** Closes what needs no call, holds what monitor mode must not do, and puts the rest back at its place in the index. */
export async function closeEnded(
  phoneNumberId: string,
  entries: readonly LedgerEntry[],
  lease: string,
  deps: BlockerDeps,
): Promise<void> {
  const stored = await applyChanges(
    phoneNumberId,
    entries.map((entry) => ({
      entry,
      change: (current) => {
        const now = deps.now();
        const closed = end(current, now);
        const next = deps.mode === 'monitor' ? hold(closed, MONITOR_HOLD, now) : closed;
        const kind = noteOf(current, closed, next, now);
        if (kind === null) return { entry: current, audit: null };
        const rules = current.episode?.rules ?? [];
        const episode = kind === 'lapsed' && current.episode !== null ? { episode: current.episode.id } : {};
        const line: NoteLine = { kind, at: now, senderId: current.senderId, rules, ...episode };
        return { entry: next, audit: JSON.stringify(line) };
      },
    })),
    lease,
    deps,
  );
  const lapsed = stored.filter((entry) => statusOf(entry, deps.now()) === 'armed').length;
  if (lapsed > 0) deps.events.lapsed(phoneNumberId, lapsed);
}

function noteOf(
  current: LedgerEntry,
  closed: LedgerEntry,
  next: LedgerEntry,
  now: number,
): NoteLine['kind'] | null {
  if (closed !== current) return 'ended';
  if (next !== closed) return 'held';
  return statusOf(current, now) === 'armed' ? 'lapsed' : null;
}
