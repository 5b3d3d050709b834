import { performance } from 'node:perf_hooks';
import { percentile, round } from '../lib/stats.js';

/** CPU time, so that what else runs on the machine does not count, in ms. */
const cpuNow = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Runs `judge` over all items until it has had its time, after one unmeasured round. Answers CPU µs an item in the quickest round. */
export function microsEach(items, judge, { forMs = 1_000, rounds = 3 } = {}) {
  for (const item of items) judge(item);
  const took = [];
  const end = performance.now() + forMs;
  while (took.length < rounds || performance.now() < end) {
    const startedAt = cpuNow();
    for (const item of items) judge(item);
    took.push(((cpuNow() - startedAt) * 1_000) / items.length);
  }
  return round(Math.min(...took), 2);
}

/** µs of each single item, after one unmeasured round: median and 99th percentile. */
export function spread(items, judge) {
  for (const item of items) judge(item);
  const took = items.map((item) => {
    const startedAt = performance.now();
    judge(item);
    return (performance.now() - startedAt) * 1_000;
  });
  took.sort((a, b) => a - b);
  return { medianMicros: round(percentile(took, 0.5), 1), p99Micros: round(percentile(took, 0.99), 1) };
}

/** ms of the quickest of many runs, each on an item nobody has seen: how long the event loop waits, whatever else runs on the machine. */
export function msOnce(make, judge, runs) {
  let best = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const item = make(run);
    const startedAt = performance.now();
    judge(item);
    best = Math.min(best, performance.now() - startedAt);
  }
  return round(best, 2);
}

/** CPU ms of one call. */
export function cpuMs(run) {
  const before = cpuNow();
  run();
  return cpuNow() - before;
}
