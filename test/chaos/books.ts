import { setTimeout as sleep } from 'node:timers/promises';
import { statusOf } from '../../src/core/ledger/next-action.ts';
import { redisView, type RedisView } from '../e2e/redis-view.ts';
import { waitFor } from '../helpers/wait-for.ts';

/** What Cordon wrote down in Redis, number by number, read past it and past every proxy. */
export class Books implements AsyncDisposable {
  readonly views: ReadonlyMap<string, RedisView>;

  private constructor(views: ReadonlyMap<string, RedisView>) {
    this.views = views;
  }

  static async open(path: string, keyPrefix: string, numbers: readonly string[]): Promise<Books> {
    const views = new Map(numbers.map((number) => [number, redisView(path, keyPrefix, number)]));
    await Promise.all([...views.values()].map((view) => waitFor(() => view.moderation())));
    return new Books(views);
  }

  /** Waits until every chunk is judged; false when that did not come about in time. */
  async workedOff(withinMs: number): Promise<boolean> {
    for (const until = Date.now() + withinMs; Date.now() < until;) {
      for (const view of this.views.values()) if (await isWorkedOff(view)) return true;
      await sleep(300);
    }
    return false;
  }

  /**
   * Waits until nothing waits and nothing is due: only blocks for good, and what cannot be blocked, stay in the books. False when
   * that did not come about in time.
   */
  async atRest(withinMs: number): Promise<boolean> {
    for (const until = Date.now() + withinMs; Date.now() < until;) {
      const resting = await Promise.all([...this.views].map(([number, view]) => isAtRest(number, view)));
      if (resting.every(Boolean)) return true;
      await sleep(300);
    }
    return false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.views.values()].map((view) => view[Symbol.asyncDispose]()));
  }
}

async function isWorkedOff(view: RedisView): Promise<boolean> {
  const { waiting, active, delayed } = await view.moderation();
  return waiting + active + delayed === 0;
}

async function isAtRest(number: string, view: RedisView): Promise<boolean> {
  if (!(await isWorkedOff(view))) return false;
  const ids = await view.redis.zrange(`${view.keys.base(number)}:open`, '0', '-1');
  const entries = await view.entries(ids);
  const now = Date.now();
  return entries.every((entry) => {
    const lasts = entry?.desired.kind === 'permanent';
    return (
      entry === null || (lasts && ['blocked', 'armed', 'held', 'refused'].includes(statusOf(entry, now)))
    );
  });
}
