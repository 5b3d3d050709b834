import { afterAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { producerConnection } from '../../src/queue/connections.ts';
import { RedisTimeoutError } from '../../src/queue/deadline.ts';
import { isTransientRedisError } from '../../src/store/transient.ts';
import { ContentionError } from '../../src/workers/moderate.ts';
import { privateRedis, testRedis, uniquePrefix } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });

describe('isTransientRedisError', () => {
  it.each<[string, unknown, boolean]>([
    ['out of memory', new Error("OOM command not allowed when used memory > 'maxmemory'."), true],
    ['loading', new Error('LOADING Redis is loading the dataset in memory'), true],
    ['a replica', new Error("READONLY You can't write against a read only replica."), true],
    ['a full disk', new Error('MISCONF Redis is configured to save RDB snapshots'), true],
    ['busy in a script', new Error('BUSY Redis is busy running a script.'), true],
    [
      'a transaction dropped for such a reason',
      new Error('EXECABORT Transaction discarded because of previous errors.'),
      true,
    ],
    ['closed', new Error('Connection is closed.'), true],
    ['offline', new Error("Stream isn't writeable and enableOfflineQueue options is false"), true],
    ['slow', new Error('Command timed out'), true],
    ['silent', new Error("Socket timeout. Expecting data, but didn't receive any in 6000ms."), true],
    [
      'slow by our own clock',
      new RedisTimeoutError('storing chunks: no answer from Redis within 2500 ms'),
      true,
    ],
    ['retried in vain', Object.assign(new Error('x'), { name: 'MaxRetriesPerRequestError' }), true],
    ['refused', coded('ECONNREFUSED'), true],
    ['reset', coded('ECONNRESET'), true],
    ['without its socket', coded('ENOENT'), true],
    ['busy with the same senders', new ContentionError('x'), true],
    ['a fault of ours', new TypeError("Cannot read properties of undefined (reading 'id')"), false],
    ['a value out of range', new RangeError('The value of "value" is out of range.'), false],
    ['a script of ours that fails', new Error('ERR user_script:3: attempt to index a nil value'), false],
    [
      'a key of another type',
      new Error('WRONGTYPE Operation against a key holding the wrong kind of value'),
      false,
    ],
    ['a message that only quotes one', new Error('the sender wrote OOM and LOADING'), false],
    ['no error', 'OOM', false],
    ['nothing', undefined, false],
  ])('%s', (_, error, expected) => {
    expect(isTransientRedisError(error)).toBe(expected);
  });
});

describe('what a real Redis in trouble makes a command reject with', () => {
  const open: Redis[] = [];
  const track = (redis: Redis): Redis => {
    redis.on('error', () => undefined);
    open.push(redis);
    return redis;
  };
  afterAll(async () => {
    for (const redis of open) redis.disconnect();
    await waitFor(() => open.every((redis) => redis.status === 'end'));
  });
  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'no failure',
      (error: unknown) => error,
    );

  it('is transient when it is gone, full or frozen', async () => {
    await using server = await privateRedis({ appendonly: false, maxMemoryBytes: 3 * 1024 ** 2 });
    const redis = track(producerConnection({ path: server.path }));
    await waitFor(() => redis.status === 'ready');
    const filler = track(testRedis({}, server.path));
    const full = await failure(
      (async () => {
        for (let n = 0; n < 1_000; n += 1) await filler.set(`fill:${n}`, 'x'.repeat(64 * 1024));
      })(),
    );
    expect(isTransientRedisError(full)).toBe(true);
    const inScript = await failure(
      redis.eval("redis.call('SET', KEYS[1], ARGV[1])", 1, 'k', 'x'.repeat(64 * 1024)),
    );
    expect(isTransientRedisError(inScript)).toBe(true);
    const inTransaction = await failure(redis.multi().lpush('k', 'x').ltrim('k', 0, 9).exec());
    expect(isTransientRedisError(inTransaction)).toBe(true);

    server.freeze();
    const frozen = await failure(redis.get('k'));
    server.thaw();
    expect(isTransientRedisError(frozen)).toBe(true);

    await server.kill9();
    expect(isTransientRedisError(await failure(redis.get('k')))).toBe(true);
    // Back again, because ioredis is slow to let go of a server that is gone.
    await server.restart();
    await waitFor(() => redis.status === 'ready' && filler.status === 'ready');
    for (const connection of [redis, filler]) connection.disconnect();
    await waitFor(() => open.every(({ status }) => status === 'end'));
  });

  it('is not transient when our own command is wrong', async () => {
    const redis = track(testRedis());
    const key = uniquePrefix('transient');
    await redis.set(key, 'text', 'EX', 60);
    expect(isTransientRedisError(await failure(redis.lpush(key, 'x')))).toBe(false);
    expect(isTransientRedisError(await failure(redis.eval('return nothing.here', 0)))).toBe(false);
  });
});
