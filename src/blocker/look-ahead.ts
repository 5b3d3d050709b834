import { deadlinesOf, forecast } from './forecast.ts';
import type { BlockerDeps } from './ports.ts';
import type { NumberControl } from './number-control.ts';

const EVERY_MS = 60_000;
/** Of the blocks that are due or were tried, so many are looked at, those nearest to their deadline first. */
const LOOK_LIMIT = 5_000;
/** Whatever failed is tried again within this time, so it is in the index by then. */
const RETRIED_WITHIN_MS = 30 * 60_000;

/** Is there a reason to ask whether deadlines can be kept? */
const isWorrying = (
  { halted, failures, fullUntil, listing, pace, late }: NumberControl,
  now: number,
): boolean =>
  halted !== null ||
  failures > 0 ||
  fullUntil > now ||
  listing.failures > 0 ||
  pace !== null ||
  late !== null;

/**
 * Says once when blocks may miss their deadline, and once when that is over; at most one look a minute. `left` = work is left although
 * nothing is in its way.
 */
export async function lookAhead(
  phoneNumberId: string,
  control: NumberControl,
  left: boolean,
  deps: Pick<BlockerDeps, 'ledger' | 'events' | 'batchSize' | 'callTimeoutMs' | 'now'>,
): Promise<NumberControl> {
  const now = deps.now();
  const { late } = control;
  if (!(left || isWorrying(control, now)) || now - control.lookedAt < EVERY_MS) return control;
  const { timed, blocks } = await deps.ledger.due(phoneNumberId, now + RETRIED_WITHIN_MS, LOOK_LIMIT);
  const next = forecast(deadlinesOf([...timed, ...blocks], now), control, {
    ...{ now, batchSize: deps.batchSize, callMs: deps.callTimeoutMs },
  });
  if (next !== null && next.cause !== late?.cause) deps.events.late(phoneNumberId, next);
  if (next === null && late !== null) deps.events.inTime(phoneNumberId);
  return { ...control, late: next, lookedAt: now };
}

/** Whether serving a number is worth its lease: anything due, a probe whose time has come, or a warning that may be over. */
export async function isAnythingToDo(
  phoneNumberId: string,
  deps: Pick<BlockerDeps, 'ledger' | 'numbers' | 'now'>,
): Promise<boolean> {
  const now = deps.now();
  if (await deps.ledger.isAnythingDue(phoneNumberId, now)) return true;
  const { halted, late, lookedAt } = await deps.numbers.control(phoneNumberId);
  return (halted !== null && halted.probeAt <= now) || (late !== null && now - lookedAt >= EVERY_MS);
}
