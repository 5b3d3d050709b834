import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { LedgerStatus } from '../core/ledger/next-action.ts';
import { statusOf } from '../core/ledger/next-action.ts';
import type { OperatorResult } from '../core/ledger/operator.ts';
import type { OperatorLine } from '../core/audit.ts';
import type { Attached } from './attach.ts';

const MAX_ROUNDS = 20;
/** How long a command watches whether a worker has done what was asked. */
const WATCH_MS = 5_000;
const WATCH_EVERY_MS = 50;
const ON_THE_WAY: readonly LedgerStatus[] = ['due', 'blocking', 'lift due', 'lifting', 'unknown'];

/** Applies an operator's change to one row as it is now, again when somebody else wrote meanwhile. */
export async function changeEntry(
  { ledger }: Attached,
  phoneNumberId: string,
  senderId: string,
  change: (current: LedgerEntry | null) => OperatorResult,
  about: Pick<OperatorLine, 'op' | 'until' | 'reason'>,
): Promise<OperatorResult> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [current = null] = await ledger.load(phoneNumberId, [senderId]);
    const result = change(current);
    if (result.kind !== 'changed') return result;
    const now = Date.now();
    const audit: OperatorLine = { kind: 'operator', at: now, senderId, ...about };
    const write = { entry: result.entry, audit: JSON.stringify(audit) };
    const stored = await ledger.write(phoneNumberId, [write], null, now);
    if (stored !== 'lease-lost' && stored[0] === true) return result;
  }
  throw new Error(`A ledger row kept changing during ${MAX_ROUNDS} tries to change it.`);
}

/** Wakes the blocker and watches the rows until nothing is on its way, a few seconds at most. Answers their statuses. */
export async function enforceNow(
  { ledger, numbers, queues }: Attached,
  phoneNumberId: string,
  senderIds: readonly string[],
): Promise<LedgerStatus[]> {
  await numbers.register(phoneNumberId);
  await queues.requestFlush(phoneNumberId, 0);
  const until = Date.now() + WATCH_MS;
  for (;;) {
    const now = Date.now();
    const entries = await ledger.load(phoneNumberId, senderIds);
    const statuses = entries.map((entry) => (entry === null ? 'none' : statusOf(entry, now)));
    if (now >= until || !statuses.some((status) => ON_THE_WAY.includes(status))) return statuses;
    await new Promise((resolve) => setTimeout(resolve, WATCH_EVERY_MS));
  }
}
