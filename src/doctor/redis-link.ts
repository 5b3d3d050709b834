import type { Redis } from 'ioredis';

const CONNECT_MS = 3_000;

/** Waits until the connection stands; answers what kept it from that, in the client's words, or null. */
export async function connectionProblem(redis: Redis): Promise<string | null> {
  let failure = 'no answer';
  redis.on('error', (error) => {
    failure = error.message;
  });
  if (redis.status === 'ready') return null;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(failure), CONNECT_MS);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}
