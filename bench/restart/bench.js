import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createKeys } from '../../dist/store/keys.js';
import { createListingStore } from '../../dist/store/listing-store.js';
import { startCordon } from '../lib/cordon.js';
import { fillLedger, people } from '../lib/ledger.js';
import { startProcess } from '../lib/processes.js';
import { benchRedis } from '../lib/redis.js';
import { round, summary } from '../lib/stats.js';

const NUMBER = '100000000000010';
/** Blocks that ended while Cordon was down: once they are lifted, the first sweep is done. */
const OVERDUE = 200;
const STAY_MS = 30 * 86_400_000;
const GIVE_UP_MS = 120_000;
const LATENCY_MS = 100;
const LOOKS = 2_000;
const WARM_UP = 500;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** `cordon start` on a ledger and a list at Meta of so many blocks: until it serves, until the first sweep is done, what it takes. */
export async function benchRestart({ quick }) {
  const sizes = quick ? [1_000, 64_000] : [1_000, 10_000, 64_000];
  const results = {};
  const table = {};
  for (const size of sizes) {
    const runs = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) runs.push(await measure(size));
    const stats = Object.fromEntries(
      Object.keys(runs[0]).map((name) => [name, summary(runs.map((run) => run[name]))]),
    );
    results[size] = stats;
    const span = ({ median, min, max }, digits = 1) =>
      `${round(median, digits)} (${round(min, digits)}–${round(max, digits)})`;
    table[size.toLocaleString('en')] = {
      'ready s': span(stats.readySeconds),
      'CPU s until then': round(stats.readyCpuSeconds.median, 1),
      'first sweep s': span(stats.sweptSeconds),
      'list compared s': span(stats.comparedSeconds),
      'RSS MB (peak)': `${round(stats.rssMb.median)} (${round(stats.peakRssMb.median)})`,
      'Redis MB': round(stats.redisMb.median),
      'a look µs': round(stats.lookMicros.median),
      'of Redis µs': round(stats.lookRedisMicros.median),
    };
  }
  console.log(
    `\nrestart by number of active blocks, ${OVERDUE} of them overdue; Meta answers after ${LATENCY_MS} ms`,
  );
  console.table(table);
  const [smallest, largest] = [results[sizes[0]], results[sizes.at(-1)]];
  const growth = round(largest.lookRedisMicros.median / smallest.lookRedisMicros.median, 2);
  console.log(
    `a sweep's look at ${sizes.at(-1).toLocaleString('en')} blocks costs Redis ${growth}× that at 1,000`,
  );
  return {
    sizes: results,
    lookGrowth: growth,
    targets: { firstSweepWithin10s: largest.sweptSeconds.median <= 10, lookGrowthAtMost2: growth <= 2 },
  };
}

/** One start. Throws unless those and only those were let out whose time was over. */
async function measure(size) {
  const redis = await benchRedis();
  const meta = startProcess(here('../lib/meta.js'), { latencyMs: LATENCY_MS });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cordon-bench-')));
  const keyPrefix = 'bench-restart';
  let cordon;
  try {
    const { url: graphUrl } = await meta.next();
    const everybody = people(size);
    const now = Date.now();
    const blocks = everybody.map((user, n) => [user, n < OVERDUE ? now - 1 - n : now + STAY_MS + n]);
    const listed = await meta.ask({ kind: 'fill', number: NUMBER, people: everybody });
    if (listed !== size) throw new Error(`the simulator lists ${listed} of ${size}`);
    const ledger = await fillLedger(redis.client, keyPrefix, NUMBER, blocks);
    const redisMb = (await redis.usedBytes()) / 1024 ** 2;

    cordon = await startCordon({ redisPath: redis.path, keyPrefix, graphUrl, folder });
    const { startedAt, readyMs } = cordon;
    const readyCpuMicros = cordon.usage().cpuMicros;
    const giveUpAt = startedAt + GIVE_UP_MS;
    const listings = createListingStore(redis.client, createKeys(keyPrefix));
    let comparedAt = null;
    for (;;) {
      const lifted = await meta.ask({ kind: 'lifted', number: NUMBER });
      comparedAt ??= (await listings.reconciled(NUMBER)).report?.at ?? null;
      if ((lifted >= OVERDUE && comparedAt !== null) || Date.now() > giveUpAt) break;
      await sleep(50);
    }
    const { rss, peakRss } = cordon.usage();
    const { lifts, blocked } = await meta.ask({ kind: 'look', number: NUMBER });
    const overdue = new Set(everybody.slice(0, OVERDUE));
    const isRight =
      lifts.length === OVERDUE &&
      lifts.every(([user]) => overdue.has(user)) &&
      blocked.length === size - OVERDUE;
    if (!isRight || comparedAt === null)
      throw new Error(`restart with ${size}: the run does not count: ${lifts.length} lifts of ${OVERDUE}`);
    const open = await openRows(ledger);
    if (open !== size - OVERDUE) throw new Error(`restart with ${size}: ${open} rows are open still`);
    const sweptAt = Math.max(...lifts.map(([, at]) => at));
    return {
      readySeconds: readyMs / 1000,
      readyCpuSeconds: readyCpuMicros / 1e6,
      sweptSeconds: (sweptAt - startedAt) / 1000,
      comparedSeconds: (comparedAt - startedAt) / 1000,
      rssMb: rss / 1024 ** 2,
      peakRssMb: peakRss / 1024 ** 2,
      redisMb,
      ...(await look(ledger, redis)),
    };
  } finally {
    await cordon?.stop();
    await meta.stop();
    await redis.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openRows(ledger) {
  let count = 0;
  for await (const page of ledger.open(NUMBER)) count += page.length;
  return count;
}

/** What the sweep asks each number every few seconds, when nothing is due: the time it takes, and what Redis spends on it. */
async function look(ledger, redis) {
  const took = [];
  let before = 0;
  for (let n = -WARM_UP; n < LOOKS; n += 1) {
    if (n === 0) before = await redis.cpuMicros();
    const from = performance.now();
    if ((await ledger.due(NUMBER, Date.now(), 1)).length > 0) throw new Error('something is due');
    if (n >= 0) took.push((performance.now() - from) * 1000);
  }
  const redisMicros = ((await redis.cpuMicros()) - before) / LOOKS;
  return { lookMicros: summary(took).median, lookRedisMicros: redisMicros };
}
