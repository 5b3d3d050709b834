import { runBatch } from './batch.ts';
import { backoffMs } from './backoff.ts';
import { closeEnded } from './close-ended.ts';
import { controlAfter } from './control.ts';
import { underLease } from './lease.ts';
import { mayListAt, waitInDoubt } from './listing-pause.ts';
import { lookAhead } from './look-ahead.ts';
import { metered } from './meter.ts';
import { mayBlock, mustPace, paceAfter } from './pace.ts';
import type { BlockerDeps } from './ports.ts';
import type { NumberControl } from './number-control.ts';
import { probe } from './probe.ts';
import { readList, settleDoubts, stayInDoubt } from './verify.ts';
import type { Work } from './work.ts';
import { nearestDeadline, nearestInDoubt, sortByAction } from './work.ts';

/** Entries of either kind looked at in one pass; a pass makes at most one call a direction and one listing. */
const PASS_LIMIT = 2_000;
/** One run never keeps a number longer than this; what is left waits for the next wake-up. */
const RUN_MS = 30_000;

/** `busy`: another process serves the number · `waiting`: halted, backing off or slowed · `more`: the run's time was up before the work was. */
export type RunResult = 'idle' | 'busy' | 'waiting' | 'more' | 'lease-lost';

/** Serves one number: everything due now, both directions, until nothing is due. One run a number at a time, by lease. */
export function runNumber(phoneNumberId: string, deps: BlockerDeps): Promise<RunResult> {
  return underLease(phoneNumberId, deps, (lease, leaseMs) =>
    new Run(phoneNumberId, lease, leaseMs, deps).serve(),
  );
}

class Run {
  readonly #number: string;
  readonly #lease: string;
  readonly #leaseMs: number;
  readonly #deps: BlockerDeps;
  readonly #meter: ReturnType<typeof metered>;
  #control!: NumberControl;

  constructor(phoneNumberId: string, lease: string, leaseMs: number, deps: BlockerDeps) {
    this.#number = phoneNumberId;
    this.#lease = lease;
    this.#leaseMs = leaseMs;
    this.#meter = metered(deps.api);
    this.#deps = { ...deps, api: this.#meter.api };
  }

  async serve(): Promise<RunResult> {
    const { numbers, now } = this.#deps;
    this.#control = await numbers.control(this.#number);
    const { halted } = this.#control;
    if (halted !== null && now() >= halted.probeAt)
      await this.#keep(await probe(this.#number, this.#control, this.#deps));
    await this.#keepPace();
    const result = await this.#passes();
    if (result !== 'lease-lost')
      await this.#keep(await lookAhead(this.#number, this.#control, result === 'more', this.#deps));
    return result;
  }

  async #passes(): Promise<RunResult> {
    const { ledger, now, mode } = this.#deps;
    const startedAt = now();
    for (;;) {
      const work = sortByAction(await ledger.due(this.#number, now(), PASS_LIMIT), now(), mode);
      await closeEnded(this.#number, work.other, this.#lease, this.#deps);
      if (this.#mustRest() || mustPace(this.#control.pace, nearestInDoubt(work, now()), now()))
        return 'waiting';
      const blocks = this.#mayBlock(work);
      const calls = work.lift.length + work.verify.length + (blocks ? work.block.length : 0);
      if (calls === 0 && work.other.length === 0) return work.block.length === 0 ? 'idle' : 'waiting';
      if (now() - startedAt > RUN_MS) return 'more';
      if (!(await this.#round(work, blocks))) return 'lease-lost';
      await this.#keepPace();
    }
  }

  /** At most one call a direction and one listing; false when the lease is lost. */
  async #round(work: Work, blocks: boolean): Promise<boolean> {
    const { numbers, batchSize } = this.#deps;
    for (const direction of ['lift', 'block'] as const) {
      const batch = work[direction].slice(0, this.#control.batchSize ?? batchSize);
      if (batch.length === 0 || this.#mustRest() || (direction === 'block' && !blocks)) continue;
      if (!(await numbers.renewLease(this.#number, this.#lease, this.#leaseMs))) return false;
      await this.#keep(
        (await runBatch(this.#number, direction, batch, this.#control, this.#lease, this.#deps)).control,
      );
    }
    // Last, so that a list which cannot be read keeps nobody else waiting.
    if (work.verify.length > 0 && !this.#mustRest()) await this.#verify(work);
    return true;
  }

  async #verify({ verify }: Work): Promise<void> {
    const { listings, now, random } = this.#deps;
    const about = [this.#lease, this.#deps] as const;
    const { listing } = this.#control;
    const at = Math.max(listing.until, mayListAt(await listings.lastRead(this.#number), verify, now()));
    if (at > now()) return waitInDoubt(this.#number, verify, at, ...about);
    const result = await readList(this.#number, this.#lease, this.#leaseMs, this.#deps);
    if (result.kind === 'listed') {
      await this.#keep({ ...this.#control, listing: { failures: 0, until: 0, reason: null } });
      const left = await settleDoubts(this.#number, verify, result.list, ...about);
      return stayInDoubt(this.#number, left, ...about);
    }
    const { outcome, code } = result;
    const failures = listing.failures + 1;
    const until = now() + backoffMs(failures, random(), outcome.waitMs);
    const failing = { ...this.#control, listing: { failures, until, reason: outcome.reason } };
    const concernsNumber = outcome.class === 'halt' || outcome.class === 'pause';
    const asked = { code, size: 0, configured: this.#deps.batchSize, now: now(), random: random() };
    await this.#keep(concernsNumber ? controlAfter(failing, outcome, asked) : failing);
    return waitInDoubt(this.#number, verify, until, ...about);
  }

  #mustRest(): boolean {
    const { halted, backoffUntil } = this.#control;
    return halted !== null || this.#deps.now() < backoffUntil;
  }

  #mayBlock(work: Work): boolean {
    const { fullUntil, pace } = this.#control;
    const now = this.#deps.now();
    return now >= fullUntil && mayBlock(pace, nearestDeadline(work), now);
  }

  async #keepPace(): Promise<void> {
    const pace = paceAfter(this.#control.pace, this.#meter.take(), this.#deps.now());
    await this.#keep({ ...this.#control, pace });
  }

  async #keep(next: NumberControl): Promise<void> {
    const { events, numbers } = this.#deps;
    const before = this.#control;
    if (next.halted !== null && before.halted === null)
      events.halted(this.#number, next.halted.reason, next.halted.code);
    if (JSON.stringify(next) !== JSON.stringify(before)) await numbers.setControl(this.#number, next);
    this.#control = next;
  }
}
