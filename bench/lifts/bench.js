import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startCordon } from '../lib/cordon.js';
import { fillLedger, people } from '../lib/ledger.js';
import { startProcess } from '../lib/processes.js';
import { benchRedis } from '../lib/redis.js';
import { percentile, round, summary } from '../lib/stats.js';

/** How long Meta takes to answer a call. */
const LATENCY_MS = 100;
/** How often Cordon looks, unless told otherwise. */
const SWEEP_MS = 5_000;
/** From the blocks being written to the first end: both sides are ready by then. */
const AHEAD_MS = 4_000;
const AHEAD_EACH_MS = 4;
/** Blocks of other people that last, to see that nobody else is let out. */
const STAYING = 500;
const STAY_MS = 3_600_000;
/** A run that takes longer than this after the last end has failed. */
const GIVE_UP_MS = 180_000;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

const SIDES = [
  { name: 'cordon', title: 'Cordon', open: openCordon },
  { name: 'delayedJobs', title: 'a delayed job a block', open: openDelayedJobs },
];

/** From the end of a cooldown to the lift at Meta, measured at the simulator, beside what tutorials write. */
export async function benchLifts({ quick }) {
  const redis = await benchRedis();
  const meta = startProcess(here('../lib/meta.js'), { latencyMs: LATENCY_MS });
  const sides = [];
  try {
    const { url: graphUrl } = await meta.next();
    for (const side of SIDES) sides.push({ ...side, ...(await side.open(redis, graphUrl)) });
    const state = { redis, meta, sides, runs: 0, first: 0 };
    const shapes = quick
      ? [
          { title: '600 ends over 12 s', count: 600, spreadMs: 12_000, rounds: 1 },
          { title: '1,000 ends at once', count: 1_000, spreadMs: 0, rounds: 3 },
        ]
      : [
          { title: '3,000 ends over a minute', count: 3_000, spreadMs: 60_000, rounds: 3 },
          { title: '3,000 ends at once', count: 3_000, spreadMs: 0, rounds: 5 },
        ];
    // Nothing of the first calls is counted.
    for (const side of sides) await measure(state, side, { count: 100, spreadMs: 0 });
    const results = [];
    for (const shape of shapes) results.push(await compare(state, shape));
    return {
      latencyMs: LATENCY_MS,
      shapes: results,
      targets: { p99WithinASecondOfSweepAndCalls: results.every(isInTime) },
    };
  } finally {
    for (const side of sides) await side.close();
    await meta.stop();
    await redis.close();
  }
}

/** What Meta takes for calls one after the other is not Cordon's; ends that are spread leave time for them. */
const isInTime = ({ spreadMs, sides: { cordon } }) =>
  cordon.p99.median <= SWEEP_MS + 1_000 + (spreadMs === 0 ? cordon.calls.median * LATENCY_MS : 0);

async function compare(state, shape) {
  const runs = Object.fromEntries(state.sides.map(({ name }) => [name, []]));
  for (let round = 0; round < shape.rounds; round += 1)
    for (const side of state.sides) runs[side.name].push(await measure(state, side, shape));
  return report(shape, state.sides, runs);
}

/** One run of one side. Throws when somebody was let out too early, twice, not at all, or without being due: such a run has no speed. */
async function measure(state, side, { count, spreadMs }) {
  const { redis, meta } = state;
  // A number and people of its own, so that nothing is left over from the run before.
  const number = String(100_000_000_000_010 + (state.runs += 1));
  const mine = people(count + STAYING, state.first);
  state.first += mine.length;
  const from = Date.now() + AHEAD_MS + count * AHEAD_EACH_MS;
  const blocks = mine.map((user, n) => [
    user,
    n < count ? from + Math.floor((spreadMs * n) / count) : from + STAY_MS,
  ]);
  await meta.ask({ kind: 'fill', number, people: mine });
  await side.block(number, blocks);
  if (Date.now() > from) throw new Error(`${side.title}: the blocks were not written in time`);
  const [cpu, redisCpu] = [await side.cpuMicros(), await redis.cpuMicros()];
  const giveUpAt = from + spreadMs + GIVE_UP_MS;
  while ((await meta.ask({ kind: 'lifted', number })) < count && Date.now() < giveUpAt) await sleep(200);
  const used = { cpu: (await side.cpuMicros()) - cpu, redis: (await redis.cpuMicros()) - redisCpu };
  const { lifts, calls, blocked } = await meta.ask({ kind: 'look', number });
  const ends = new Map(blocks);
  const late = lifts.map(([user, at]) => at - ends.get(user)).sort((a, b) => a - b);
  const problems = [];
  if (lifts.length !== count || new Set(lifts.map(([user]) => user)).size !== count)
    problems.push(`${lifts.length} lifts of ${count}`);
  if ((late[0] ?? 0) < 0) problems.push(`somebody was let out ${-late[0]} ms too early`);
  const staying = new Set(mine.slice(count));
  if (blocked.length !== STAYING || blocked.some((user) => !staying.has(user)))
    problems.push(`${blocked.length} people are blocked still, ${STAYING} should be`);
  if (problems.length > 0) throw new Error(`${side.title}: the run does not count: ${problems.join('; ')}`);
  return {
    p50: percentile(late, 0.5),
    p99: percentile(late, 0.99),
    max: late.at(-1),
    calls,
    cpuMicros: used.cpu / count,
    redisMicros: used.redis / count,
  };
}

function report({ title, count, spreadMs }, sides, runs) {
  const columns = ['p50', 'p99', 'max', 'calls', 'cpuMicros', 'redisMicros'];
  const table = {};
  const result = { title, count, spreadMs, sides: {} };
  for (const { name, title: sideTitle } of sides) {
    const stats = Object.fromEntries(
      columns.map((column) => [column, summary(runs[name].map((run) => run[column]))]),
    );
    result.sides[name] = stats;
    const span = ({ median, min, max }) => `${round(median)} (${round(min)}–${round(max)})`;
    table[sideTitle] = {
      'p50 ms': span(stats.p50),
      'p99 ms': span(stats.p99),
      'max ms': span(stats.max),
      calls: span(stats.calls),
      'CPU µs/lift': round(stats.cpuMicros.median),
      'Redis µs/lift': round(stats.redisMicros.median),
    };
  }
  const { cordon, delayedJobs } = result.sides;
  const ratio = (column) => round(delayedJobs[column].median / Math.max(cordon[column].median, 1), 2);
  result.ratios = { p99: ratio('p99'), calls: ratio('calls'), redis: ratio('redisMicros') };
  console.log(`\nfrom end to lift, ${title}; Meta answers after ${LATENCY_MS} ms`);
  console.table(table);
  console.log(
    `a delayed job a block: ${result.ratios.calls}× the calls to Meta, ${result.ratios.p99}× the p99, ${result.ratios.redis}× the Redis`,
  );
  return result;
}

async function openCordon(redis, graphUrl) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cordon-bench-')));
  const keyPrefix = 'bench-lifts';
  const cordon = await startCordon({ redisPath: redis.path, keyPrefix, graphUrl, folder });
  return {
    block: (number, blocks) => fillLedger(redis.client, keyPrefix, number, blocks),
    cpuMicros: async () => cordon.usage().cpuMicros,
    async close() {
      await cordon.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openDelayedJobs(redis, graphUrl) {
  const args = { redisPath: redis.path, prefix: '{bench-jobs}', graphUrl };
  const child = startProcess(here('side-delayed-jobs.js'), args);
  await child.next();
  return {
    block: (number, blocks) =>
      // Who stays has a job as well; it is not due.
      child.ask({ kind: 'block', number, blocks }),
    cpuMicros: async () => (await child.ask({ kind: 'usage' })).cpuMicros,
    close: () => child.stop(),
  };
}
