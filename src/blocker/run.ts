import type { NoteLine } from '../core/audit.ts';
import { end, hold } from '../core/ledger/enforcement.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { MONITOR_HOLD, nextAction } from '../core/ledger/next-action.ts';
import { applyChanges } from './apply.ts';
import { runBatch } from './batch.ts';
import { controlAfter, probeFailed } from './control.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOfRequest } from './outcome.ts';
import type { BlockerDeps, NumberControl } from './ports.ts';
import { FREE_CONTROL } from './ports.ts';
import { underLease } from './lease.ts';
import { mayListAt, waitInDoubt } from './listing-pause.ts';
import { readList, settleDoubts, stayInDoubt } from './verify.ts';

/** Entries looked at in one pass; a pass makes at most one call a direction and one listing. */
const PASS_LIMIT = 2_000;
/** One run never keeps a number longer than this; what is left waits for the next wake-up. */
const RUN_MS = 30_000;

/** `busy`: another process serves the number · `waiting`: halted or backing off · `more`: the run's time was up before the work was. */
export type RunResult = 'idle' | 'busy' | 'waiting' | 'more' | 'lease-lost';

/** Serves one number: everything due now, both directions, until nothing is due. One run a number at a time, by lease. */
export function runNumber(phoneNumberId: string, deps: BlockerDeps): Promise<RunResult> {
  return underLease(phoneNumberId, deps, (lease, leaseMs) => serve(phoneNumberId, lease, leaseMs, deps));
}

async function serve(
  phoneNumberId: string,
  lease: string,
  leaseMs: number,
  deps: BlockerDeps,
): Promise<RunResult> {
  const startedAt = deps.now();
  let control = (await deps.numbers.control(phoneNumberId)) ?? FREE_CONTROL;
  const keep = async (next: NumberControl): Promise<void> => {
    if (next.halted !== null && control.halted === null)
      deps.events.halted(phoneNumberId, next.halted.reason, next.halted.code);
    if (JSON.stringify(next) !== JSON.stringify(control)) await deps.numbers.setControl(phoneNumberId, next);
    control = next;
  };
  const mustWait = (): boolean => control.halted !== null || deps.now() < control.backoffUntil;
  const postpone = (outcome: Outcome, code: number | null): Promise<void> =>
    keep(
      controlAfter(control, outcome, {
        code,
        size: 0,
        configured: deps.batchSize,
        now: deps.now(),
        random: deps.random(),
      }),
    );
  if (control.halted !== null) {
    if (deps.now() >= control.halted.probeAt) await keep(await probe(phoneNumberId, control, deps));
  }

  for (;;) {
    const now = deps.now();
    const entries = await deps.ledger.due(phoneNumberId, now, PASS_LIMIT);
    const work = sortByAction(entries, now, deps.mode);
    await closeEnded(phoneNumberId, work.other, lease, deps);
    if (mustWait()) return 'waiting';
    if (work.lift.length + work.block.length + work.verify.length === 0) {
      if (entries.length < PASS_LIMIT || work.other.length === 0) return 'idle';
    }
    if (now - startedAt > RUN_MS) return 'more';

    for (const direction of ['lift', 'block'] as const) {
      const batch = work[direction].slice(0, control.batchSize ?? deps.batchSize);
      if (batch.length === 0 || mustWait()) continue;
      if (!(await deps.numbers.renewLease(phoneNumberId, lease, leaseMs))) return 'lease-lost';
      await keep((await runBatch(phoneNumberId, direction, batch, control, lease, deps)).control);
    }
    // Last, so that a list which cannot be read keeps nobody else waiting.
    if (work.verify.length > 0 && !mustWait()) {
      const at = mayListAt(await deps.listings.lastRead(phoneNumberId), work.verify, deps.now());
      if (at > deps.now()) {
        await waitInDoubt(phoneNumberId, work.verify, at, lease, deps);
        continue;
      }
      const result = await readList(phoneNumberId, lease, leaseMs, deps);
      if (result.kind === 'failed') {
        const { outcome, code } = result;
        if (outcome.class === 'halt' || outcome.class === 'pause') await postpone(outcome, code);
        await stayInDoubt(phoneNumberId, work.verify, lease, deps);
      } else {
        const left = await settleDoubts(phoneNumberId, work.verify, result.list, lease, deps);
        await stayInDoubt(phoneNumberId, left, lease, deps);
      }
    }
  }
}

interface Work {
  block: LedgerEntry[];
  lift: LedgerEntry[];
  verify: LedgerEntry[];
  /** Episodes to close without a call, and entries whose place in the index is stale. */
  other: LedgerEntry[];
}

/** Blocks nearest their deadline first; lifts longest overdue first. */
function sortByAction(entries: readonly LedgerEntry[], now: number, mode: 'monitor' | 'enforce'): Work {
  const work: Work = { block: [], lift: [], verify: [], other: [] };
  for (const entry of entries) {
    const { kind, at } = nextAction(entry, now);
    if (at > now || kind === 'end' || kind === 'wait') work.other.push(entry);
    else if (kind === 'block' && mode === 'monitor') work.other.push(entry);
    else work[kind].push(entry);
  }
  work.block.sort((a, b) => a.deadlineAt - b.deadlineAt);
  return work;
}

/** Closes what needs no call, holds what monitor mode must not do, and puts the rest back at its place in the index. */
async function closeEnded(
  phoneNumberId: string,
  entries: readonly LedgerEntry[],
  lease: string,
  deps: BlockerDeps,
): Promise<void> {
  await applyChanges(
    phoneNumberId,
    entries.map((entry) => ({
      entry,
      change: (current) => {
        const now = deps.now();
        const closed = end(current, now);
        const next = deps.mode === 'monitor' ? hold(closed, MONITOR_HOLD, now) : closed;
        if (next === current) return { entry: current, audit: null };
        const line: NoteLine = {
          kind: closed === current ? 'held' : 'ended',
          at: now,
          senderId: current.senderId,
          rules: current.episode?.rules ?? [],
        };
        return { entry: next, audit: JSON.stringify(line) };
      },
    })),
    lease,
    deps,
  );
}

/** Halted numbers try one harmless read; when Meta lets it pass, everything resumes. */
async function probe(
  phoneNumberId: string,
  control: NumberControl,
  deps: BlockerDeps,
): Promise<NumberControl> {
  const outcome = outcomeOfRequest(await deps.api.probe(phoneNumberId), 'list');
  deps.events.called('probe', outcome.reason, 0);
  if (outcome.class !== 'done') return probeFailed(control, deps.now());
  deps.events.resumed(phoneNumberId);
  return { ...FREE_CONTROL, batchSize: control.batchSize };
}
