import type { BlockerDeps } from '../../src/blocker/ports.ts';
import type { NumberControl } from '../../src/blocker/number-control.ts';
import { asControl } from '../../src/blocker/number-control.ts';
import { runNumber } from '../../src/blocker/run.ts';
import type { ReleasedSender } from '../../src/cli/release-rule.ts';
import { releaseRule } from '../../src/cli/release-rule.ts';
import type { UndoneSender } from '../../src/cli/undo-rule.ts';
import { undoRule } from '../../src/cli/undo-rule.ts';
import type { BrakeState } from '../../src/core/brake.ts';
import type { Scope } from '../../src/core/ledger/undo.ts';
import type { LedgerStatus } from '../../src/core/ledger/next-action.ts';
import { statusOf } from '../../src/core/ledger/next-action.ts';
import type { Ruleset } from '../../src/core/ruleset.ts';
import { startSimulator, type Simulator } from '../../src/simulator/server.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { createListingStore } from '../../src/store/listing-store.ts';
import { createNumberStore } from '../../src/store/number-store.ts';
import { createBlockApi } from '../../src/whatsapp/block-api.ts';
import { testRedis } from '../helpers/redis.ts';
import type { Said } from './rig.ts';
import { chunk, idOf, NUMBER, Rig } from './rig.ts';

const nothing = (): void => undefined;

/**
 * Moderation, blocker and an operator on one real Redis, and Meta as the simulator, which takes blocks only of people who wrote within a
 * day. One clock for all, which only moves when told; the rules in force may be changed at any time.
 */
export class World implements AsyncDisposable {
  readonly rig: Rig;
  readonly simulator: Simulator;
  rules: Ruleset;
  readonly #redis = testRedis();
  readonly #stores;
  readonly #blocker: BlockerDeps;
  #messages = 0;

  private constructor(rules: Ruleset, simulator: Simulator, rig: Rig) {
    this.rules = rules;
    this.simulator = simulator;
    this.rig = rig;
    const keys = createKeys(rig.prefix);
    const numbers = createNumberStore(this.#redis, keys);
    const ledger = createLedgerStore(this.#redis, keys);
    this.#stores = { redis: this.#redis, keys, ledger, numbers };
    let tokens = 0;
    this.#blocker = {
      ledger,
      listings: createListingStore(this.#redis, keys),
      numbers: {
        ...numbers,
        control: async (id) => asControl(await numbers.control<Partial<NumberControl>>(id)),
      },
      api: createBlockApi({
        graphUrl: simulator.url,
        version: 'v25.0',
        token: () => 'token',
        appSecret: () => null,
        timeoutMs: 3_000,
      }),
      journal: () => Promise.resolve(),
      remembered: () => Promise.resolve([]),
      mode: 'enforce',
      batchSize: 200,
      callTimeoutMs: 3_000,
      settleMarginMs: 5_000,
      now: () => rig.now,
      newToken: () => `token-${(tokens += 1)}`,
      random: () => 0,
      events: {
        settled: nothing,
        called: nothing,
        halted: nothing,
        resumed: nothing,
        restored: nothing,
        reconciled: nothing,
        reconcileFailed: nothing,
        missing: nothing,
        journalFailed: nothing,
        alarm: nothing,
        late: nothing,
        inTime: nothing,
        lapsed: nothing,
      },
    };
  }

  static async open(rules: Ruleset): Promise<World> {
    const world: { now: World | null } = { now: null };
    const rig = new Rig({ deps: { ruleset: () => world.now?.rules ?? rules } });
    const simulator = await startSimulator({ now: () => rig.now, strictWindow: true });
    world.now = new World(rules, simulator, rig);
    return world.now;
  }

  get now(): number {
    return this.rig.now;
  }

  /** Time goes by; the blocker looks afterwards. */
  async wait(ms: number): Promise<void> {
    this.rig.now += ms;
    await this.enforce();
  }

  /** Each of them writes this now, in chunks of fifty, and Meta knows it; the blocker has not looked yet. */
  async write(people: readonly number[], text: string, rules = this.rules): Promise<void> {
    const said = people.map((who): Said => ({ who, text, id: `m${(this.#messages += 1)}`, at: this.now }));
    for (const { who } of said) this.simulator.control.inbound({ userId: idOf(who), phone: phoneOf(who) });
    for (let from = 0; from < said.length; from += 50)
      await this.rig.moderate(
        { ...chunk(...said.slice(from, from + 50)), receivedAt: this.now },
        { ruleset: () => rules },
      );
  }

  async enforce(): Promise<void> {
    for (let round = 0; round < 20; round += 1)
      if ((await runNumber(NUMBER, this.#blocker)) === 'idle') return;
    throw new Error('the blocker does not come to an end');
  }

  async undo(ruleId: string, more: Partial<Scope> & { dryRun?: boolean } = {}): Promise<UndoneSender[]> {
    const { dryRun = false, ...given } = more;
    const scope: Scope = { ruleId, version: null, since: 0, until: Infinity, ...given };
    const options = { dryRun, rulesSeen: new Set<string>(), now: () => this.now };
    const told: UndoneSender[] = [];
    for await (const one of undoRule(this.#stores, NUMBER, scope, options)) told.push(one);
    return told;
  }

  async release(ruleId: string, blocksPerMinute: number): Promise<ReleasedSender[]> {
    const options = { dryRun: false, blocksPerMinute, now: () => this.now };
    const told: ReleasedSender[] = [];
    for await (const one of releaseRule(this.#stores, NUMBER, { ruleId, version: null }, options))
      told.push(one);
    return told;
  }

  brake(): Promise<BrakeState> {
    return this.#stores.numbers.brake(NUMBER);
  }

  /** How many people are on Meta's list. */
  blocked(): number {
    return this.simulator.control.list(NUMBER).length;
  }

  isBlocked(who: number): boolean {
    return this.simulator.control.isBlocked(NUMBER, phoneOf(who));
  }

  async status(who: number): Promise<LedgerStatus> {
    const entry = await this.rig.entry(who);
    return entry === null ? 'none' : statusOf(entry, this.now);
  }

  async strikes(who: number): Promise<number> {
    return (await this.rig.entry(who))?.strikes.length ?? 0;
  }

  async audited(kind: string): Promise<Record<string, unknown>[]> {
    return (await this.rig.audit()).filter((line) => line.kind === kind);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator.close();
    await this.#redis.quit();
    await this.rig[Symbol.asyncDispose]();
  }
}

const phoneOf = (who: number): string => `1555${String(who).padStart(7, '0')}`;
export const crowd = (count: number, from = 1): number[] => Array.from({ length: count }, (_, n) => n + from);
