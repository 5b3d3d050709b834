import { Redis, type RedisOptions } from 'ioredis';

/** Where Redis is: a URL (`redis://`, `rediss://`) or the path of a Unix socket. */
export type RedisAddress = { url: string } | { path: string };

/** Longest a producer command may take, ms. */
export const COMMAND_TIMEOUT_MS = 2_000;

/** Reconnecting never stops and never waits longer than this, ms. */
const RETRY_CAP_MS = 1_000;
const retryStrategy = (times: number): number => Math.min(times * 50, RETRY_CAP_MS);

/** ioredis' constructor refuses the wide type of `replyMapping`; we keep its default. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/** A failover may leave our connection on the server that is a replica now; a new one finds the primary. */
const reconnectOnError = (error: Error): boolean => error.message.startsWith('READONLY');

/** For commands that must be answered soon or fail: nothing is queued while Redis is away, nothing is sent twice. */
const producerOptions: Options = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: COMMAND_TIMEOUT_MS,
  // A peer that went away without a FIN (lost host, cut network) must not hold the connection for the kernel's quarter of an hour.
  socketTimeout: 3 * COMMAND_TIMEOUT_MS,
  retryStrategy,
  reconnectOnError,
};

/**
 * For BullMQ workers, which block on Redis and wait for it to come back. No auto-pipelining: it halves a worker's
 * throughput.
 */
const workerOptions: Options = { maxRetriesPerRequest: null, retryStrategy, reconnectOnError };

/** A worker's connection that waits for an answer this long is made anew, ms; BullMQ's blocking reads wait ten seconds at most. */
const SILENCE_MS = 20_000;

const connect = (address: RedisAddress, options: Options): Redis =>
  'path' in address ? new Redis({ ...options, path: address.path }) : new Redis(address.url, options);

/**
 * A connection whose commands fail within two seconds when Redis is stopped, frozen or unreachable. It reconnects by
 * itself for ever. The caller listens to `error` and closes it.
 */
export const producerConnection = (address: RedisAddress): Redis => connect(address, producerOptions);

/**
 * A connection for BullMQ workers (BullMQ duplicates it for its blocking reads). Commands wait for Redis and are sent again to a new
 * connection. The caller listens to `error` and closes it.
 */
export const workerConnection = (address: RedisAddress, silenceMs = SILENCE_MS): Redis =>
  connect(address, { ...workerOptions, socketTimeout: silenceMs });
