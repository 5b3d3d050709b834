import type { LedgerEntry } from '../core/ledger/entry.ts';
import { isWanted, statusOf } from '../core/ledger/next-action.ts';
import { spacingMs } from './pace.ts';
import type { Late, NumberControl } from './number-control.ts';

/** While nothing gets through, nobody knows for how long: a deadline this near may be missed. An operator needs time to act. */
const WARN_MS = 3_600_000;
/** Failures in a row that are no hiccup any more: the pauses add up to over ten seconds. */
const LASTING = 4;

/** Deadlines of the blocks still to be made, nearest first. One that ends before its deadline has none to miss. */
export function deadlinesOf(entries: readonly LedgerEntry[], now: number): number[] {
  return entries
    .filter((entry) => {
      if (entry.owner !== 'ours' || entry.actual === 'blocked' || !isWanted(entry, now)) return false;
      if (entry.held !== null || entry.refused !== null || statusOf(entry, now) === 'armed') return false;
      const endsAt = entry.desired.kind === 'until' ? entry.desired.at : Infinity;
      return entry.deadlineAt > now && entry.deadlineAt < endsAt;
    })
    .map(({ deadlineAt }) => deadlineAt)
    .sort((a, b) => a - b);
}

/** Does something last that keeps calls from getting through? */
const isTroubled = ({ halted, failures, fullUntil, listing }: NumberControl, now: number): boolean =>
  halted !== null || failures >= LASTING || fullUntil > now || listing.failures >= LASTING;

/**
 * Who may not be blocked in time, as things stand: the next call comes when the number may call again, then one after the other, each
 * with a batch. null = nobody. A trouble that lasts is told as one, also in between two deadlines.
 */
export function forecast(
  deadlines: readonly number[],
  control: NumberControl,
  { now, batchSize, callMs }: { now: number; batchSize: number; callMs: number },
): Late | null {
  const { halted, backoffUntil, fullUntil, pace, late } = control;
  const [nearest] = deadlines;
  if (nearest === undefined) return null;
  const startsAt = Math.max(halted?.probeAt ?? 0, backoffUntil, fullUntil, pace?.until ?? 0, now);
  // Lifts take every other call.
  const roundMs = Math.max(callMs, 2 * (pace === null ? 0 : spacingMs(pace.percent)));
  const size = control.batchSize ?? batchSize;
  const troubled = isTroubled(control, now);
  const risky = deadlines.filter((deadline, index) => {
    const landsAt = startsAt + Math.floor(index / size) * roundMs + callMs;
    return deadline < landsAt || (troubled && deadline < now + WARN_MS);
  });
  if (risky.length === 0 && !(troubled && late !== null)) return null;
  const cause = causeOf(control, now);
  return { since: late?.since ?? now, people: risky.length, firstAt: risky[0] ?? nearest, cause };
}

function causeOf(control: NumberControl, now: number): Late['cause'] {
  const { halted, fullUntil, failures, backoffReason, listing, pace } = control;
  if (halted !== null) return halted.reason;
  if (failures > 0 && backoffReason !== null) return backoffReason;
  if (fullUntil > now) return 'list-full';
  if (listing.failures > 0 && listing.reason !== null) return listing.reason;
  return pace === null ? 'backlog' : 'quota';
}
