import type { Redis } from 'ioredis';
import type { RuleResult } from '../../src/core/decision.ts';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import type { Chunk, Envelope } from '../../src/core/message.ts';
import type { FactRequest } from '../../src/core/facts.ts';
import { factKey, factPlan } from '../../src/core/facts.ts';
import type { CompiledRule, Ruleset } from '../../src/core/ruleset.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { createNumberStore } from '../../src/store/number-store.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { isTransientRedisError } from '../../src/store/transient.ts';
import type { ModerateDeps } from '../../src/workers/moderate.ts';
import { moderate } from '../../src/workers/moderate.ts';
import { DAY, hit, MINUTE, NOON, ruleset } from '../core/builders.ts';
import { contactOf, person, textMessage } from '../helpers/deliveries.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';

export const NUMBER = '100000000000010';

/** Matches what contains its word; 8 points are a cooldown. */
export const wordRule = (word: string, more: Partial<RuleResult> = {}): CompiledRule => ({
  id: word,
  evaluate: ({ message }) => hit(word, { score: 8, ...more, matched: message.text.includes(word) }),
});
const RATE: FactRequest = { kind: 'rate', of: 'messages', per: 'sender', withinMs: MINUTE };
/** Matches the third message of a minute. */
export const floodRule: CompiledRule = {
  id: 'flood',
  evaluate: ({ facts }) => hit('flood', { score: 8, matched: (facts.counts.get(factKey(RATE)) ?? 0) >= 3 }),
};

export interface Said {
  who: number;
  text: string;
  id: string;
  at?: number;
}
export function envelope({ who, text, id, at = NOON }: Said): Envelope {
  const from = person(who);
  return {
    channel: 'messages',
    message: textMessage(text, { from, id, sentAt: at }),
    contact: contactOf(from),
  };
}
export const chunk = (...messages: readonly Said[]): Chunk => ({
  phoneNumberId: NUMBER,
  displayPhoneNumber: '15550100001',
  receivedAt: NOON,
  envelopes: messages.map(envelope),
});
export const idOf = (n: number): string => person(n).userId ?? '';

/** Moderation on a real Redis with hand-made rules; `told` lists what became of each message. */
export class Rig implements AsyncDisposable {
  now = NOON;
  readonly told: string[] = [];
  readonly buried: Chunk[] = [];
  readonly deps: ModerateDeps;
  readonly #redis: Redis;
  readonly #base: string;
  readonly #ledger: ReturnType<typeof createLedgerStore>;

  constructor(options: { rules?: Ruleset; deps?: Partial<ModerateDeps>; prefix?: string } = {}) {
    this.prefix = options.prefix ?? uniquePrefix('moderate');
    this.#redis = testRedis();
    const keys = createKeys(this.prefix);
    this.#base = keys.base(NUMBER);
    this.#ledger = createLedgerStore(this.#redis, keys);
    const numbers = createNumberStore(this.#redis, keys);
    const rules =
      options.rules ??
      ruleset([wordRule('spam'), wordRule('odd', { score: 3 }), floodRule], {
        plan: factPlan([RATE]),
      });
    this.deps = {
      store: createSenderStore(this.#redis, keys, { senderMemoryMs: 90 * DAY }),
      ruleset: () => rules,
      mode: 'enforce',
      requestFlush: () => Promise.resolve(void this.told.push('flush')),
      requestWarnings: () => Promise.resolve(void this.told.push('warn')),
      bury: async (dead) => {
        this.buried.push(dead);
        await numbers.bury(NUMBER, { at: this.now, error: 'x', chunk: dead });
      },
      isTransient: isTransientRedisError,
      now: () => this.now,
      events: {
        decided: ({ message, decision, effect }) =>
          this.told.push(`${message.id} ${decision.action}/${effect ?? '-'}`),
        held: (_, { rule, held }) => this.told.push(`brake ${rule} ${held}`),
        late: () => this.told.push('late'),
        repeated: () => this.told.push('repeated'),
        skipped: (reason) => this.told.push(`skipped ${reason}`),
        buried: () => this.told.push('buried'),
        flushFailed: () => this.told.push('flush failed'),
        campaign: (_, { of, senders }) => this.told.push(`campaign of ${senders} by ${of}`),
        ruleFailed: (ruleId) => this.told.push(`rule ${ruleId} failed`),
        chunkDone: () => undefined,
      },
      ...options.deps,
    };
  }
  readonly prefix: string;

  moderate(given: Chunk, deps: Partial<ModerateDeps> = {}): Promise<void> {
    return moderate(given, { ...this.deps, ...deps });
  }

  async entry(who: number): Promise<LedgerEntry | null> {
    const [found] = await this.#ledger.load(NUMBER, [idOf(who)]);
    return found ?? null;
  }

  /** The audit's lines, oldest first. */
  async audit(): Promise<Record<string, unknown>[]> {
    const lines = await this.#redis.xrange(`${this.#base}:audit`, '-', '+');
    return lines.map(([, fields]) => JSON.parse(fields[1] ?? '') as Record<string, unknown>);
  }

  /** Everything stored about the number, to compare before and after. */
  async snapshot(): Promise<Record<string, string>> {
    const found = await this.#redis.keys(`${this.#base.replaceAll(/[{}]/g, '\\$&')}:[se]:*`);
    const values = await Promise.all(
      found
        .sort()
        .map(async (key) => [key, (await this.#redis.getBuffer(key))?.toString('latin1') ?? ''] as const),
    );
    return Object.fromEntries(values);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#redis.quit();
  }
}
