import type { Redis } from 'ioredis';
import type { BlockerDeps, JournalLine } from '../../src/blocker/ports.ts';
import type { NumberControl } from '../../src/blocker/number-control.ts';
import { asControl } from '../../src/blocker/number-control.ts';
import type { Reconciliation, ReconcileOptions, ReconcileResult } from '../../src/blocker/reconcile.ts';
import { reconcileNumber } from '../../src/blocker/reconcile.ts';
import type { RunResult } from '../../src/blocker/run.ts';
import { runNumber } from '../../src/blocker/run.ts';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import { noteInbound } from '../../src/core/ledger/moderation.ts';
import type { LedgerStatus } from '../../src/core/ledger/next-action.ts';
import { statusOf } from '../../src/core/ledger/next-action.ts';
import type { SimulatorOptions } from '../../src/simulator/server.ts';
import { startSimulator, type Simulator } from '../../src/simulator/server.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { createListingStore } from '../../src/store/listing-store.ts';
import { createNumberStore } from '../../src/store/number-store.ts';
import { createBlockApi } from '../../src/whatsapp/block-api.ts';
import { blockedEntry, message, NOON, SECOND, sender, wanted } from '../core/builders.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';

export const NUMBER = '100000000000010';
export const CALL_TIMEOUT_MS = 3_000;
export const SETTLE_MARGIN_MS = 5 * SECOND;

export interface RigOptions {
  simulator?: SimulatorOptions;
  deps?: Partial<BlockerDeps>;
  timeoutMs?: number;
  appSecret?: string;
}

/** A blocker on a real Redis that calls a simulator over HTTP; one clock for all, which only moves when told. */
export class Rig implements AsyncDisposable {
  now = NOON;
  readonly simulator: Simulator;
  readonly journal: JournalLine[] = [];
  readonly told: string[] = [];
  readonly deps: BlockerDeps;
  readonly #redis: Redis;
  readonly #keys: ReturnType<typeof createKeys>;
  readonly #base: string;
  readonly ledger: ReturnType<typeof createLedgerStore>;
  readonly numbers: ReturnType<typeof createNumberStore>;
  readonly listings: ReturnType<typeof createListingStore>;

  private constructor(simulator: Simulator, options: RigOptions, clock: { now: () => number }) {
    clock.now = () => this.now;
    this.simulator = simulator;
    this.#redis = testRedis();
    const keys = (this.#keys = createKeys(uniquePrefix('blocker')));
    this.#base = keys.base(NUMBER);
    const { timeoutMs = CALL_TIMEOUT_MS } = options;
    let tokens = 0;
    const numbers = (this.numbers = createNumberStore(this.#redis, keys));
    this.ledger = createLedgerStore(this.#redis, keys);
    this.deps = {
      ledger: this.ledger,
      numbers: { ...numbers, control: () => this.control() },
      listings: (this.listings = createListingStore(this.#redis, keys)),
      api: createBlockApi({
        graphUrl: simulator.url,
        version: 'v25.0',
        token: () => 'token',
        appSecret: () => options.appSecret ?? null,
        timeoutMs,
      }),
      journal: (lines) => Promise.resolve(void this.journal.push(...lines)),
      remembered: () => Promise.resolve([]),
      mode: 'enforce',
      batchSize: 200,
      callTimeoutMs: timeoutMs,
      settleMarginMs: SETTLE_MARGIN_MS,
      now: () => this.now,
      newToken: () => `token-${process.pid}-${(tokens += 1)}-${Math.random()}`,
      random: () => 0,
      events: {
        settled: (direction, kind, reason) => this.told.push(`${direction} ${kind} ${reason}`),
        called: (verb, reason) => this.told.push(`called ${verb} ${reason}`),
        halted: (_, reason, code) => this.told.push(`halted ${reason} ${code ?? '-'}`),
        resumed: () => this.told.push('resumed'),
        restored: (_, count) => this.told.push(`restored ${count}`),
        reconciled: (_, { counts, suspended }) => {
          const found = Object.entries(counts).filter(([, count]) => count > 0);
          this.told.push(`reconciled ${found.map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
          if (suspended > 0) this.told.push(`suspended ${suspended}`);
        },
        reconcileFailed: (_, reason, code) => this.told.push(`reconcile failed ${reason} ${code ?? '-'}`),
        missing: (_, count, what) => this.told.push(`missing ${count} ${what}`),
        journalFailed: (error) => this.told.push(`journal ${String(error).replace(/^Error: /, '')}`),
        late: (_, { cause, people }) => this.told.push(`late ${people} ${cause}`),
        inTime: () => this.told.push('in time'),
        lapsed: (_, count) => this.told.push(`lapsed ${count}`),
        alarm: (_, reason, code) => this.told.push(`alarm ${reason} ${code ?? '-'}`),
      },
      ...options.deps,
    };
  }

  static async open(options: RigOptions = {}): Promise<Rig> {
    const clock = { now: () => NOON };
    const simulator = await startSimulator({ now: () => clock.now(), ...options.simulator });
    return new Rig(simulator, options, clock);
  }

  /** Another process on the same Redis: nothing in memory is shared with the first. */
  restarted(): BlockerDeps {
    const numbers = createNumberStore(this.#redis, this.#keys);
    return {
      ...this.deps,
      ledger: createLedgerStore(this.#redis, this.#keys),
      listings: createListingStore(this.#redis, this.#keys),
      numbers: {
        ...numbers,
        control: async (id) => asControl(await numbers.control<Partial<NumberControl>>(id)),
      },
    };
  }

  /** They write to us, at Meta and in the ledger, as moderation would note it. */
  async inbound(n: number): Promise<void> {
    const { phone, id } = sender(n);
    this.simulator.control.inbound({ phone: phone ?? '' });
    const wrote = message({ id: `wamid.${n}.${this.now}`, sender: sender(n), sentAt: this.now });
    await this.put(noteInbound(await this.entry(id), wrote, this.now));
  }

  /** Entries as moderation would have written them. */
  async put(...entries: readonly LedgerEntry[]): Promise<void> {
    const writes = entries.map((entry) => ({ entry, audit: null }));
    const stored = await this.ledger.write(NUMBER, writes, null, this.now);
    if (stored === 'lease-lost' || stored.includes(false)) throw new Error('an entry was there already');
  }

  run(deps: Partial<BlockerDeps> = {}): Promise<RunResult> {
    return runNumber(NUMBER, { ...this.deps, ...deps });
  }

  async reconcile(options: ReconcileOptions = {}): Promise<ReconcileResult['kind']> {
    return (await reconcileNumber(NUMBER, this.deps, options)).kind;
  }

  /** As `reconcile`, with what was found. */
  async compared(options: ReconcileOptions = {}): Promise<Reconciliation> {
    const result = await reconcileNumber(NUMBER, this.deps, options);
    if (result.kind !== 'done') throw new Error(`the list was not compared: ${result.kind}`);
    return result;
  }

  /** Runs again and again, waiting as long as the blocker wants to, until nothing is due; at most `rounds` times. */
  async finish(rounds = 40): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const result = await this.run();
      if (result === 'idle' && (await this.#nextDueAt()) === null) return;
      if (result === 'lease-lost') throw new Error('the lease was lost');
      const { backoffUntil, halted, fullUntil, pace } = await this.control();
      const blocksWait =
        result === 'waiting' ? Math.max(fullUntil, pace === null ? 0 : pace.at + 15 * 60_000) : 0;
      const next = (await this.#nextDueAt()) ?? this.now;
      this.now = Math.max(
        this.now + 1,
        backoffUntil,
        blocksWait,
        halted?.probeAt ?? 0,
        result === 'idle' ? next : 0,
      );
    }
    throw new Error(`not finished after ${rounds} rounds`);
  }

  /** The next retry or verification within the hour; lifts of the far future are not waited for. */
  async #nextDueAt(): Promise<number | null> {
    const { timed, blocks } = await this.ledger.due(NUMBER, this.now + 30 * 60_000, 5_000);
    const waiting = [...timed, ...blocks].filter((entry) =>
      ['due', 'unknown', 'lift due'].includes(statusOf(entry, this.now)),
    );
    return waiting.length === 0
      ? null
      : Math.max(this.now, Math.min(...waiting.map((entry) => entry.nextAttemptAt)));
  }

  /** As if the lease's minute had gone by. */
  async expireLease(): Promise<void> {
    await this.#redis.del(`${this.#base}:lease`);
  }

  async control(): Promise<NumberControl> {
    return asControl(await this.numbers.control<Partial<NumberControl>>(NUMBER));
  }

  async entry(senderId: string): Promise<LedgerEntry> {
    const [found] = await this.ledger.load(NUMBER, [senderId]);
    if (!found) throw new Error(`no entry of ${senderId}`);
    return found;
  }

  async status(n: number): Promise<LedgerStatus> {
    return statusOf(await this.entry(sender(n).id), this.now);
  }

  async statuses(...people: readonly number[]): Promise<LedgerStatus[]> {
    return Promise.all(people.map((n) => this.status(n)));
  }

  /** Lines of one kind in the number's audit. */
  async audit(kind: string): Promise<string[]> {
    const lines = await this.#redis.xrange(`${this.#base}:audit`, '-', '+');
    return lines.flatMap(([, [, line = '']]) => (line.includes(`"kind":"${kind}"`) ? [line] : []));
  }

  /** Phones (digits) or BSUIDs on Meta's list, sorted. */
  listed(): string[] {
    return this.simulator.control
      .list(NUMBER)
      .map(({ waId, userId }) => waId ?? userId ?? '')
      .sort();
  }

  /** Calls of one kind with their numbers of users. */
  calls(verb: 'POST' | 'DELETE' | 'GET'): (number | undefined)[] {
    return this.simulator.control
      .requests()
      .filter((request) => request.verb === verb)
      .map(({ users }) => users);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator.close();
    await this.#redis.quit();
  }
}

const names = (n: number): Pick<LedgerEntry, 'senderId' | 'phone' | 'userId'> => {
  const { id, phone, userId } = sender(n);
  return { senderId: id, phone, userId };
};
export const idOf = (n: number): string => sender(n).id;
/** Person n, to be blocked now. */
export const offender = (n: number, overrides: Partial<LedgerEntry> = {}): LedgerEntry =>
  wanted({ ...names(n), ...overrides });
/** Person n, blocked an hour's cooldown ago by the ledger; put them on Meta's list with `rig.simulator.control.block`. */
export const inmate = (n: number, overrides: Partial<LedgerEntry> = {}): LedgerEntry =>
  blockedEntry({ ...names(n), target: { user: `+${idOf(n)}` }, ...overrides });
export const people = (count: number, from = 1): number[] =>
  Array.from({ length: count }, (_, n) => n + from);
