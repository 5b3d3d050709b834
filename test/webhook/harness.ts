import { connect, type Socket } from 'node:net';
import type { Redis } from 'ioredis';

import type { Chunk, Envelope } from '../../src/core/message.ts';
import { producerConnection, type RedisAddress } from '../../src/queue/connections.ts';
import { MODERATION, shardPrefix } from '../../src/queue/names.ts';
import { startPressureProbe, PRESSURE_LIMITS } from '../../src/queue/pressure.ts';
import { createQueues } from '../../src/queue/queues.ts';
import type { Counted } from '../../src/webhook/counted.ts';
import type { Outcome } from '../../src/webhook/events.ts';
import { createReceiver, type Receiver, type ReceiverDeps } from '../../src/webhook/receiver.ts';
import { TEST_SECRET } from '../helpers/deliveries.ts';
import { waitFor } from '../helpers/wait-for.ts';

export const VERIFY_TOKEN = 'test-verify-token';

export interface Observed {
  outcomes: Outcome[];
  counted: Counted[];
  storeErrors: unknown[];
  unexpected: unknown[];
}

export interface Running {
  receiver: Receiver;
  port: number;
  webhook: string;
  origin: string;
  observed: Observed;
  /** Every stored chunk, oldest first; nothing takes jobs away in these tests. */
  chunks(): Promise<Chunk[]>;
  envelopes(): Promise<Envelope[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface RunOptions extends Partial<ReceiverDeps> {
  prefix: string;
  maxDepth?: number;
}

/** A receiver on a free port with real queues and a fast pressure probe. */
export async function runReceiver(address: RedisAddress, options: RunOptions): Promise<Running> {
  const { prefix, maxDepth = PRESSURE_LIMITS.maxDepth, ...overrides } = options;
  const connection = producerConnection(address);
  connection.on('error', () => undefined);
  const queues = createQueues(connection, { prefix, shards: 1 });
  const limits = { ...PRESSURE_LIMITS, intervalMs: 100, maxDepth };
  const probe = startPressureProbe(connection, () => queues.moderationDepth(), limits);
  const observed: Observed = { outcomes: [], counted: [], storeErrors: [], unexpected: [] };
  const receiver = createReceiver({
    secrets: () => [TEST_SECRET],
    verifyToken: () => VERIFY_TOKEN,
    allowedNumbers: null,
    store: (chunks) => queues.addChunks(chunks),
    pressure: () => probe.current(),
    ready: () => probe.current() === null,
    events: {
      delivery: (outcome) => void observed.outcomes.push(outcome),
      counted: (counted) => void observed.counted.push(counted),
      storeFailed: (error) => void observed.storeErrors.push(error),
      unexpected: (error) => void observed.unexpected.push(error),
    },
    now: Date.now,
    ...overrides,
  });
  await waitFor(() => probe.current() === null, { what: 'a first finding of the probe' });
  const port = await receiver.listen(0, '127.0.0.1');
  const origin = `http://127.0.0.1:${port}`;
  const chunks = (): Promise<Chunk[]> => storedChunks(connection, prefix);
  return {
    receiver,
    port,
    origin,
    webhook: `${origin}/webhook`,
    observed,
    chunks,
    envelopes: async () => (await chunks()).flatMap((chunk) => chunk.envelopes),
    async [Symbol.asyncDispose]() {
      await receiver.close();
      probe.close();
      await queues.close();
      connection.disconnect();
    },
  };
}

async function storedChunks(connection: Redis, prefix: string): Promise<Chunk[]> {
  const root = `${shardPrefix(prefix, 0)}:${MODERATION}`;
  const ids = (await connection.lrange(`${root}:wait`, 0, -1)).reverse();
  const data = await Promise.all(ids.map((id) => connection.hget(`${root}:${id}`, 'data')));
  return data.map((json) => JSON.parse(json ?? 'null') as Chunk);
}

/** A bare TCP client, for what no HTTP client would send. */
export interface RawClient {
  socket: Socket;
  write(text: string | Buffer): void;
  received(): string;
  /** Resolves with everything received once the server has ended the connection. */
  ended: Promise<string>;
}

export async function rawClient(port: number): Promise<RawClient> {
  const socket = connect({ port, host: '127.0.0.1' });
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => (text += part));
  socket.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, write: (part) => void socket.write(part), received: () => text, ended };
}
