import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import type { Mark } from '../../src/core/state/sender-state.ts';
import { producerConnection } from '../../src/queue/connections.ts';
import { ENFORCEMENT, shardPrefix } from '../../src/queue/names.ts';
import { createQueues, type QueueCounts, type Queues } from '../../src/queue/queues.ts';
import { createKeys, type Keys } from '../../src/store/keys.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { createNumberStore, type NumberStore } from '../../src/store/number-store.ts';
import { decodeState, messageKey } from '../../src/store/sender-codec.ts';
import { PHONE_NUMBER_ID } from '../helpers/deliveries.ts';

/** What Cordon remembers, read past it. */
export interface RedisView extends AsyncDisposable {
  redis: Redis;
  keys: Keys;
  queues: Queues;
  /** The wake-ups, as BullMQ has them. */
  enforcement: Queue;
  numbers: NumberStore;
  entry(senderId: string): Promise<LedgerEntry | null>;
  entries(senderIds: readonly string[]): Promise<(LedgerEntry | null)[]>;
  /** The decided-mark of one message; null when the message is not known at all. */
  mark(senderId: string, messageId: string): Promise<Mark | null>;
  /** Every remembered message of a sender. */
  marks(senderId: string): Promise<Mark[]>;
  audit(): Promise<AuditLine[]>;
  moderation(): Promise<QueueCounts>;
}

export interface AuditLine {
  kind: string;
  at: number;
  messageId?: string;
  senderId: string;
  action?: string;
  effect?: string | null;
  limitedBy?: string | null;
  mode?: string;
  reasons?: { ruleId: string }[];
}

export function redisView(path: string, keyPrefix: string, phoneNumberId = PHONE_NUMBER_ID): RedisView {
  const redis = new Redis({ path, maxRetriesPerRequest: null });
  const producer = producerConnection({ path });
  for (const connection of [redis, producer]) connection.on('error', () => undefined);
  const keys = createKeys(keyPrefix);
  const base = keys.base(phoneNumberId);
  const queues = createQueues(producer, { prefix: keyPrefix, shards: 1 });
  const enforcement = new Queue(ENFORCEMENT, {
    connection: redis,
    prefix: shardPrefix(keyPrefix, 0),
    skipMetasUpdate: true,
  });
  enforcement.on('error', () => undefined);
  const ledger = createLedgerStore(redis, keys);
  const state = async (senderId: string) => decodeState(await redis.getBuffer(`${base}:s:${senderId}`));
  return {
    redis,
    keys,
    queues,
    enforcement,
    numbers: createNumberStore(redis, keys),
    entries: (senderIds) => ledger.load(phoneNumberId, senderIds),
    entry: async (senderId) => (await ledger.load(phoneNumberId, [senderId]))[0] ?? null,
    async mark(senderId, messageId) {
      const key = messageKey(messageId);
      return (await state(senderId)).seen.find((message) => message.key === key)?.mark ?? null;
    },
    marks: async (senderId) => (await state(senderId)).seen.map(({ mark }) => mark),
    async audit() {
      const rows = await redis.xrange(`${base}:audit`, '-', '+');
      return rows.map(([, fields]) => JSON.parse(fields[1] ?? '') as AuditLine);
    },
    async moderation() {
      const counts = (await queues.counts()).find(({ name }) => name === 'moderation');
      if (counts === undefined) throw new Error('there is no moderation queue');
      return counts;
    },
    async [Symbol.asyncDispose]() {
      await enforcement.close();
      await queues.close();
      producer.disconnect();
      redis.disconnect();
    },
  };
}
