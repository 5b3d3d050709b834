import { warnNumber } from '../../src/blocker/warn.ts';
import type { WarnerDeps } from '../../src/blocker/warner-ports.ts';
import type { NumberControl } from '../../src/blocker/number-control.ts';
import type { Policy, WarnPolicy } from '../../src/core/policy.ts';
import type { Ruleset } from '../../src/core/ruleset.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { createNumberStore } from '../../src/store/number-store.ts';
import { createWarningStore } from '../../src/store/warning-store.ts';
import { createMessageApi } from '../../src/whatsapp/message-api.ts';
import { DAY, HOUR, policy, ruleset } from '../core/builders.ts';
import { testRedis } from '../helpers/redis.ts';
import { NUMBER, wordRule } from './rig.ts';
import { World } from './world.ts';

export const WARN: WarnPolicy = {
  at: 5,
  text: 'Please stop. Questions: {{appeal}}',
  beforeBlock: 'You are blocked for {{length}}. Questions: {{appeal}}',
  forGood: 'an unlimited time',
  appeal: 'https://your.shop/help',
  atMost: { count: 1, withinMs: DAY },
  perMinute: 20,
};

/** `spam` is a cooldown of an hour, `rude` is worth a warning, `never` a block for good; the brake is off. */
export const warnRules = (warn: Partial<WarnPolicy> = {}, more: Partial<Policy> = {}): Ruleset =>
  ruleset(
    [
      wordRule('spam'),
      wordRule('rude', { score: 5 }),
      wordRule('never', { score: 20 }),
      wordRule('named', { score: 0, then: { action: 'warn', cooldownMs: null } }),
    ],
    {
      policy: policy({
        ladder: { stepsMs: [HOUR], capMs: HOUR, afterLadder: 'repeat', jitter: 0, strikesExpireMs: DAY },
        brake: {
          establishedSenders: { count: 1e6, withinMs: HOUR },
          shareOfActiveSenders: 1,
          minBlocks: 1e6,
          blocksPerMinute: 1e6,
        },
        warn: { ...WARN, ...warn },
        ...more,
      }),
    },
  );

/** A world that also warns: real Redis, the simulator takes the messages; one clock, which only moves when told. */
export class WarningRig implements AsyncDisposable {
  readonly world: World;
  /** What became of warnings, and which wake-ups were asked for. */
  readonly told: string[] = [];
  readonly deps: WarnerDeps;
  readonly queue: ReturnType<typeof createWarningStore>;
  readonly numbers: ReturnType<typeof createNumberStore>;
  readonly redis = testRedis();
  readonly base: string;

  private constructor(world: World, timeoutMs: number) {
    this.world = world;
    const keys = createKeys(world.rig.prefix);
    this.base = keys.base(NUMBER);
    this.queue = createWarningStore(this.redis, keys);
    this.numbers = createNumberStore(this.redis, keys);
    const api = createMessageApi({
      graphUrl: world.simulator.url,
      version: 'v25.0',
      token: () => 'token',
      appSecret: () => null,
      timeoutMs,
    });
    let tokens = 0;
    this.deps = {
      mode: 'enforce',
      queue: this.queue,
      ledger: createLedgerStore(this.redis, keys),
      control: (id) => this.numbers.control<NumberControl>(id),
      sendText: (id, target, text) => api.sendText(id, target, text),
      requestFlush: (_, delayMs) => Promise.resolve(void this.told.push(`flush in ${delayMs}`)),
      now: () => world.now,
      newToken: () => `token-${(tokens += 1)}`,
      events: {
        warned: (result, reason) => this.told.push(`${result} ${reason}`),
        warningsOff: (_, reason, code, until) =>
          this.told.push(`off ${reason} ${code ?? '-'} for ${until - world.now}`),
        warningAlarm: (_, reason, code) => this.told.push(`alarm ${reason} ${code ?? '-'}`),
      },
    };
  }

  /** `timeoutMs`: of a call to the simulator, in real time. */
  static async open(rules = warnRules(), timeoutMs = 3_000): Promise<WarningRig> {
    return new WarningRig(await World.open(rules), timeoutMs);
  }

  /** Sends what waits. */
  warn(deps: Partial<WarnerDeps> = {}): Promise<void> {
    return warnNumber(NUMBER, { ...this.deps, ...deps });
  }

  /** Texts that reached Meta. */
  texts(): string[] {
    return this.world.simulator.control.messages().map(({ text }) => text);
  }

  /** Whom they were sent to. */
  receivers(): string[] {
    return this.world.simulator.control.messages().map(({ input }) => input);
  }

  async audited(): Promise<string[]> {
    return (await this.world.audited('warning')).map(
      ({ result, reason }) => `${String(result)} ${String(reason)}`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.redis.quit();
    await this.world[Symbol.asyncDispose]();
  }
}
