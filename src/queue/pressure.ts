import type { Redis } from 'ioredis';

import { withDeadline } from './deadline.ts';

/** Why new deliveries should be refused; `null` when they may come. */
export type Pressure = 'queue-depth' | 'redis-memory' | 'redis-unreachable' | null;

export interface PressureLimits {
  /** Unfinished moderation jobs from which on new deliveries are refused. */
  maxDepth: number;
  /** Share of Redis' `maxmemory`, 0–1; without a set maxmemory memory never counts. */
  maxMemoryShare: number;
  /** Pause between two samples, ms. */
  intervalMs: number;
  /** A sample slower than this means Redis does not answer, ms. */
  timeoutMs: number;
}

/** @default 100,000 jobs, 80 % of maxmemory, sampled every second, given up after two */
export const PRESSURE_LIMITS: PressureLimits = {
  maxDepth: 100_000,
  maxMemoryShare: 0.8,
  intervalMs: 1_000,
  timeoutMs: 2_000,
};

export interface PressureProbe {
  /** The newest finding; reading it costs nothing and never touches Redis. Until the first sample it says whether the connection stands. */
  current(): Pressure;
  close(): void;
}

/**
 * Watches Redis in the background. Its finding also works as a fuse: while Redis does not answer, deliveries are refused
 * at once instead of each waiting for its own timeout, and nothing piles up in the connection.
 */
export function startPressureProbe(
  connection: Redis,
  depth: () => Promise<number>,
  limits: PressureLimits = PRESSURE_LIMITS,
): PressureProbe {
  let current: Pressure = connection.status === 'ready' ? null : 'redis-unreachable';
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const sample = async (): Promise<void> => {
    clearTimeout(timer);
    let found: Pressure;
    try {
      const both = Promise.all([depth(), connection.info('memory')]);
      const [jobs, info] = await withDeadline(both, limits.timeoutMs, 'sampling Redis');
      found = judge(jobs, info, limits);
    } catch {
      found = 'redis-unreachable';
    }
    if (closed) return;
    current = found;
    // Cleared too: a reconnection may have started a second round meanwhile.
    clearTimeout(timer);
    timer = setTimeout(() => void sample(), limits.intervalMs).unref();
  };
  const onReady = (): void => void sample();
  connection.on('ready', onReady);
  void sample();

  return {
    current: () => current,
    close() {
      closed = true;
      connection.off('ready', onReady);
      clearTimeout(timer);
    },
  };
}

/** Pure: what a depth and the text of `INFO memory` mean. */
export function judge(
  depth: number,
  info: string,
  limits: Pick<PressureLimits, 'maxDepth' | 'maxMemoryShare'>,
): Pressure {
  const used = infoNumber(info, 'used_memory');
  const max = infoNumber(info, 'maxmemory');
  if (max > 0 && used >= max * limits.maxMemoryShare) return 'redis-memory';
  return depth >= limits.maxDepth ? 'queue-depth' : null;
}

function infoNumber(info: string, name: string): number {
  const value = new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1];
  return value === undefined ? 0 : Number(value);
}
