/** Redis neither confirmed nor refused in time; whether it stored anything is unknown. */
export class RedisTimeoutError extends Error {
  override name = 'RedisTimeoutError' as const;
}

/** Rejects with `RedisTimeoutError` when `work` has not settled after `timeoutMs`; the work itself is not cancelled. */
export function withDeadline<T>(work: Promise<T>, timeoutMs: number, what: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new RedisTimeoutError(`${what}: no answer from Redis within ${timeoutMs} ms`));
    }, timeoutMs);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
