import type { OperatorLine } from '../core/audit.ts';
import { release } from '../core/brake.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { Scope } from '../core/ledger/undo.ts';
import { isVersion, letGo } from '../core/ledger/undo.ts';
import type { Attached } from './attach.ts';
import { changeBrake } from './change-brake.ts';
import { changePage } from './change-page.ts';

/** One held block that was let go. `at`: when it is made at the soonest, ms. */
export interface ReleasedSender {
  senderId: string;
  at: number;
}

type Deps = Pick<Attached, 'redis' | 'keys' | 'ledger' | 'numbers'>;

const MINUTE_MS = 60_000;

/**
 * Lets the held blocks of a rule at one number go their normal way, so many a minute, and ends the trips that name the rule. The blocker
 * must be woken afterwards; what is due later is found by the sweeps.
 */
export async function* releaseRule(
  deps: Deps,
  phoneNumberId: string,
  scope: Pick<Scope, 'ruleId' | 'version'>,
  {
    dryRun,
    blocksPerMinute,
    now = Date.now,
  }: { dryRun: boolean; blocksPerMinute: number; now?: () => number },
): AsyncGenerator<ReleasedSender> {
  const startedAt = now();
  let released = 0;
  for await (const page of deps.ledger.open(phoneNumberId)) {
    const change = (entry: LedgerEntry, at: number) => {
      const slot = startedAt + Math.floor(released / blocksPerMinute) * MINUTE_MS;
      const free = letGo(entry, scope, slot, at);
      if (free !== null) released += 1;
      return { entry: free, audit: auditOf(entry, scope, at), result: free === null ? null : slot };
    };
    for (const { row, result } of await changePage(deps.ledger, phoneNumberId, page, change, { dryRun, now }))
      if (result !== null) yield { senderId: row.senderId, at: result };
  }
  if (dryRun) return;
  await changeBrake(deps, phoneNumberId, (brake) =>
    release(brake, scope.ruleId, (hash) => isVersion(scope, hash)),
  );
}

const auditOf = (
  { senderId }: LedgerEntry,
  { ruleId, version }: Pick<Scope, 'ruleId' | 'version'>,
  at: number,
): OperatorLine => ({ kind: 'operator', at, senderId, op: 'release', rule: ruleId, version });
