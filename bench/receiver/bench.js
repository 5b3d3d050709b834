import { fileURLToPath } from 'node:url';
import { shardPrefix } from '../../dist/queue/names.js';
import { startProcess } from '../lib/processes.js';
import { benchRedis } from '../lib/redis.js';
import { round, summary } from '../lib/stats.js';

const SECRET = 'bench_app_secret';
/** Enough that a side which answers in groups is bound by its CPU and not by the number of waiting clients. */
const CONNECTIONS = 256;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** `stored`: how many messages of a round reached the queue, and how many different ones. */
const SIDES = [
  { name: 'express', title: 'Express + HMAC + parse', file: 'side-express.js', envelopes: null },
  {
    name: 'queueAdd',
    title: 'Express + queue.add a message',
    file: 'side-queue-add.js',
    envelopes: (job) => [job],
  },
  { name: 'cordon', title: 'Cordon receiver', file: 'side-cordon.js', envelopes: (job) => job.envelopes },
];

export async function benchReceiver({ quick }) {
  const redis = await benchRedis();
  const load = startProcess(here('../lib/load.js'), { secret: SECRET });
  const sides = [];
  try {
    await load.next();
    for (const side of SIDES) {
      const keyPrefix = `bench-${side.name}`;
      const prefix = side.name === 'cordon' ? keyPrefix : shardPrefix(keyPrefix, 0);
      const child = startProcess(here(side.file), { secret: SECRET, redisPath: redis.path, prefix });
      const { port } = await child.next();
      sides.push({ ...side, child, port, root: `${shardPrefix(keyPrefix, 0)}:moderation` });
    }
    const shapes = quick
      ? [{ messagesEach: 1, count: 12_000, rounds: 3 }]
      : [
          { messagesEach: 1, count: 30_000, rounds: 5 },
          { messagesEach: 10, count: 6_000, rounds: 3 },
          { messagesEach: 100, count: 600, rounds: 3 },
          { messagesEach: 1_000, count: 60, rounds: 3 },
        ];
    const state = { redis, load, sides, first: 0 };
    // The JIT needs its time; nothing of this is counted.
    for (const side of sides) await measure(state, side, { messagesEach: 1, count: quick ? 12_000 : 30_000 });
    const results = [];
    for (const shape of shapes) results.push(await saturation(state, shape));
    results.push(await openLoop(state, { messagesEach: 1, count: quick ? 3_000 : 20_000, perSecond: 1_000 }));
    return results;
  } finally {
    for (const { child } of sides) await child.stop();
    await load.stop();
    await redis.close();
  }
}

async function saturation(state, { messagesEach, count, rounds }) {
  const runs = Object.fromEntries(state.sides.map(({ name }) => [name, []]));
  for (let i = 0; i < rounds; i++) {
    for (const side of state.sides) runs[side.name].push(await measure(state, side, { messagesEach, count }));
  }
  return report(`saturation, ${messagesEach} message(s) a delivery`, state.sides, runs, { messagesEach });
}

async function openLoop(state, { messagesEach, count, perSecond }) {
  const runs = {};
  for (const side of state.sides)
    runs[side.name] = [await measure(state, side, { messagesEach, count, perSecond })];
  return report(`open loop, ${perSecond} deliveries/s`, state.sides, runs, { messagesEach, perSecond });
}

/** One run of one side. Throws when an answer or the queue is not what it must be: a wrong run has no speed. */
async function measure(state, side, { messagesEach, count, perSecond }) {
  const { redis, load } = state;
  const first = state.first;
  state.first += count * messagesEach;
  const messagesBefore = await side.child.ask({ kind: 'messages' });
  const before = await side.child.ask({ kind: 'usage' });
  const redisBefore = await redis.cpuMicros();
  const options = { port: side.port, count, messagesEach, first, connections: CONNECTIONS, perSecond };
  const ran = await load.ask({ kind: 'run', ...options });
  const redisAfter = await redis.cpuMicros();
  const after = await side.child.ask({ kind: 'usage' });
  const seen = (await side.child.ask({ kind: 'messages' })) - messagesBefore;
  const problems = [];
  if (ran.statuses[200] !== count) problems.push(`answers ${JSON.stringify(ran.statuses)}`);
  if (seen !== count * messagesEach) problems.push(`${seen} messages seen of ${count * messagesEach}`);
  if (side.envelopes !== null)
    problems.push(...(await queueProblems(redis.client, side, first, count * messagesEach)));
  if (problems.length > 0) throw new Error(`${side.title}: the run does not count: ${problems.join('; ')}`);
  return {
    perSecond: ran.perSecond,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / count,
    redisMicros: (redisAfter - redisBefore) / count,
    p50: ran.p50,
    p99: ran.p99,
    rssMb: after.rss / 1024 ** 2,
  };
}

/** Checks that the queue holds each message of the run exactly once, then empties it. */
async function queueProblems(client, side, first, messages) {
  const ids = await client.lrange(`${side.root}:wait`, 0, -1);
  const seen = new Set();
  let total = 0;
  for (let i = 0; i < ids.length; i += 1_000) {
    const part = ids.slice(i, i + 1_000);
    const pipeline = client.pipeline();
    for (const id of part) pipeline.hget(`${side.root}:${id}`, 'data');
    for (const [, data] of await pipeline.exec()) {
      for (const { message } of side.envelopes(JSON.parse(data))) {
        total += 1;
        const number = Number(message.id.slice('wamid.BENCH'.length));
        if (number >= first && number < first + messages) seen.add(number);
      }
    }
    await client.del(...part.map((id) => `${side.root}:${id}`));
  }
  await client.del(`${side.root}:wait`);
  return total === messages && seen.size === messages
    ? []
    : [`queue holds ${total}, ${seen.size} different, of ${messages}`];
}

function report(title, sides, runs, shape) {
  const columns = ['perSecond', 'cpuMicros', 'redisMicros', 'p50', 'p99', 'rssMb'];
  const table = {};
  const result = { title, ...shape, sides: {} };
  for (const { name, title: sideTitle } of sides) {
    const stats = Object.fromEntries(
      columns.map((column) => [column, summary(runs[name].map((run) => run[column]))]),
    );
    result.sides[name] = stats;
    table[sideTitle] = {
      'req/s': `${round(stats.perSecond.median)} (${round(stats.perSecond.min)}–${round(stats.perSecond.max)})`,
      'CPU µs/req': round(stats.cpuMicros.median),
      'Redis µs/req': round(stats.redisMicros.median),
      'p50 ms': stats.p50.median,
      'p99 ms': stats.p99.median,
      'RSS MB': round(stats.rssMb.median),
    };
  }
  const speed = (name) => result.sides[name].perSecond.median;
  const cpu = (name) => result.sides[name].cpuMicros.median;
  result.ratios = {
    toExpress: round(speed('cordon') / speed('express'), 2),
    toQueueAdd: round(speed('cordon') / speed('queueAdd'), 2),
    cpuToExpress: round(cpu('express') / cpu('cordon'), 2),
    cpuToQueueAdd: round(cpu('queueAdd') / cpu('cordon'), 2),
  };
  console.log(`\n${title}`);
  console.table(table);
  const { toExpress, toQueueAdd, cpuToExpress, cpuToQueueAdd } = result.ratios;
  console.log(
    `Cordon: ${toExpress}× Express, ${toQueueAdd}× queue.add (by CPU: ${cpuToExpress}×, ${cpuToQueueAdd}×)`,
  );
  return result;
}
