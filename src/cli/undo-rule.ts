import type { OperatorLine } from '../core/audit.ts';
import { forgetHeld } from '../core/brake.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { Scope, Undone, UndoneBlock } from '../core/ledger/undo.ts';
import { isVersion, undo } from '../core/ledger/undo.ts';
import { everyEntry } from '../store/every-entry.ts';
import type { Attached } from './attach.ts';
import { changeBrake } from './change-brake.ts';
import { changePage } from './change-page.ts';

/** What an undo did to one sender. `changing`: the row was written by others again and again; repeat the command. */
export interface UndoneSender {
  senderId: string;
  block: UndoneBlock | 'changing';
  /** Strikes of blocks that are over, taken off. */
  strikes: number;
  /** The version of the rules that made the block; null when there is none. */
  rulesetHash: string | null;
}

type Deps = Pick<Attached, 'redis' | 'keys' | 'ledger' | 'numbers'>;

const LIFTED: readonly (UndoneBlock | 'changing')[] = ['free', 'lift due', 'call under way'];
export const isLifted = ({ block }: Pick<UndoneSender, 'block'>): boolean => LIFTED.includes(block);

/**
 * Takes back what a rule did at one number, page by page; tells of each sender it did something to or should have. The blocker must be
 * woken afterwards. `rulesSeen` gathers the rules of all blocks met, for a hint when nothing was found.
 */
export async function* undoRule(
  deps: Deps,
  phoneNumberId: string,
  scope: Scope,
  { dryRun, rulesSeen, now = Date.now }: { dryRun: boolean; rulesSeen: Set<string>; now?: () => number },
): AsyncGenerator<UndoneSender> {
  let held = 0;
  for await (const page of everyEntry(deps, phoneNumberId)) {
    for (const { episode } of page) for (const rule of episode?.rules ?? []) rulesSeen.add(rule);
    const change = (entry: LedgerEntry, at: number) => {
      const result = undo(entry, scope, at);
      return { entry: result.entry, audit: auditOf(entry, result, scope, at), result };
    };
    for (const { row, result } of await changePage(deps.ledger, phoneNumberId, page, change, {
      dryRun,
      now,
    })) {
      if (result?.block === 'none' && result.strikes === 0) continue;
      if (result !== null && row.held !== null && isLifted(result)) held += 1;
      yield {
        senderId: row.senderId,
        block: result?.block ?? 'changing',
        strikes: result?.strikes ?? 0,
        rulesetHash: row.episode?.rulesetHash ?? null,
      };
    }
  }
  if (held === 0 || dryRun) return;
  await changeBrake(deps, phoneNumberId, (brake) =>
    forgetHeld(brake, scope.ruleId, (hash) => isVersion(scope, hash), held),
  );
}

function auditOf(
  { senderId }: LedgerEntry,
  result: Undone,
  { ruleId, version }: Scope,
  at: number,
): OperatorLine {
  const strikes = result.strikes === 0 ? '' : `${result.strikes} earlier strikes taken off`;
  const block = result.block === 'none' ? '' : isLifted(result) ? 'lifted' : `not lifted (${result.block})`;
  const reason = [block, strikes].filter((text) => text !== '').join(', ');
  return { kind: 'operator', at, senderId, op: 'undo', rule: ruleId, version, reason };
}
