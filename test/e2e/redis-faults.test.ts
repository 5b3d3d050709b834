import { describe, expect, it } from '@jest/globals';
import { delivery, person, PHONE_NUMBER_ID, postDelivery, textMessage } from '../helpers/deliveries.ts';
import { privateRedis, type PrivateRedis } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { SPAM_WORD } from './rules-folder.ts';
import { openStage, type Stage } from './stage.ts';
import { Traffic } from './traffic.ts';
import { names, senderId } from './writers.ts';

interface Trouble {
  name: string;
  strike: (redis: PrivateRedis, stage: Stage) => unknown;
  /** Lasts at least this long. */
  lastsMs: number;
  heal: (redis: PrivateRedis, stage: Stage) => unknown;
}

const troubles: Trouble[] = [
  {
    name: 'killed and started again with its append-only file',
    strike: (redis) => redis.kill9(),
    lastsMs: 0,
    heal: (redis) => redis.restart(),
  },
  {
    name: 'frozen for five seconds',
    strike: (redis) => redis.freeze(),
    lastsMs: 5_000,
    heal: (redis) => redis.thaw(),
  },
  {
    name: 'full',
    strike: (_, { view }) => view.redis.config('SET', 'maxmemory', '1mb'),
    lastsMs: 2_000,
    heal: (_, { view }) => view.redis.config('SET', 'maxmemory', '256mb'),
  },
];

describe('Redis', () => {
  it.each(troubles)(
    '$name: refused within three seconds, nothing acknowledged is lost, and all is decided once without a restart',
    async ({ strike, lastsMs, heal }) => {
      await using redis = await privateRedis();
      await using stage = await openStage({ cooldown: '3s', redisPath: redis.path });
      const receiver = await stage.start({ role: 'receiver' });
      await stage.start({ role: 'worker' });
      const traffic = new Traffic(stage.simulator, () => receiver.webhook, 3);
      await waitFor(() => traffic.acknowledged.length > 40, { timeoutMs: 20_000 });
      await strike(redis, stage);
      const struckAt = Date.now();
      await waitFor(() => traffic.refused > 5, { timeoutMs: 15_000 });
      expect((await fetch(receiver.webhook.replace('webhook', 'livez'))).status).toBe(200);
      await waitFor(() => Date.now() > struckAt + lastsMs);
      await heal(redis, stage);
      const before = traffic.acknowledged.length;
      await waitFor(() => traffic.acknowledged.length > before + 40, { timeoutMs: 20_000 });
      await traffic.end();
      expect([traffic.wrong, traffic.unreachable]).toEqual([[], 0]);
      await expectAllDecidedOnce(stage, traffic);
      // Workers that are refused wait before they ask again; one that does not says so thousands of times a second.
      expect(stage.log().filter((line) => line.includes('"err"')).length).toBeLessThan(500);
    },
    90_000,
  );

  it('full when Cordon starts: it starts all the same, refuses deliveries, and goes on once there is room', async () => {
    await using redis = await privateRedis();
    await using stage = await openStage({ redisPath: redis.path });
    await (await stage.start()).stop();
    await stage.view.redis.config('SET', 'maxmemory', '1mb');
    const cordon = await stage.start({ tuning: { worker: { schedulerRefreshMs: 1_000 } } });
    const traffic = new Traffic(stage.simulator, () => cordon.webhook, 3);
    await waitFor(() => traffic.refused > 5, { timeoutMs: 15_000 });
    expect(traffic.acknowledged).toEqual([]);
    await stage.view.redis.config('SET', 'maxmemory', '256mb');
    await waitFor(() => traffic.acknowledged.length > 20, { timeoutMs: 20_000 });
    await traffic.end();
    await expectAllDecidedOnce(stage, traffic);
  }, 90_000);

  it('gone with everything in it (no append-only file): who is blocked from then on is lifted, without a restart', async () => {
    await using redis = await privateRedis({ appendonly: false });
    await using stage = await openStage({ cooldown: '3s', redisPath: redis.path });
    const cordon = await stage.start({ tuning: { worker: { schedulerRefreshMs: 1_000 } } });
    const offender = person(1);
    const write = async (text: string, id: string): Promise<number> => {
      stage.simulator.control.inbound({ ...names(offender), phoneNumberId: PHONE_NUMBER_ID });
      return postDelivery(cordon.webhook, delivery([textMessage(text, { from: offender, id })]));
    };
    expect(await write('good morning', 'wamid.before')).toBe(200);
    await waitFor(async () => (await stage.view.mark(senderId(offender), 'wamid.before')) === 'allow');
    await redis.kill9();
    await redis.restart();
    await waitFor(async () => (await write(SPAM_WORD, 'wamid.after')) === 200, { timeoutMs: 20_000 });
    await waitFor(() => stage.simulator.control.log().length === 2, { timeoutMs: 20_000 });
    expect(stage.simulator.control.log().map(({ op }) => op)).toEqual(['block', 'lift']);
  });
});

async function expectAllDecidedOnce(
  { simulator, view }: Stage,
  { acknowledged, offenders }: Traffic,
): Promise<void> {
  const ids = new Set(offenders.map(({ id }) => id));
  for (const { person: who, id } of acknowledged) {
    const right = ids.has(id) ? 'cooldown' : 'allow';
    await waitFor(async () => (await view.mark(senderId(who), id)) === right, {
      timeoutMs: 30_000,
      what: `a decision on ${id}`,
    });
    expect(await view.marks(senderId(who))).toEqual([right]);
  }
  // Cooldowns are short, and no job of BullMQ that went under may keep the sweeps from coming.
  await waitFor(async () => (await view.numbers.openCount(PHONE_NUMBER_ID)) === 0, {
    timeoutMs: 20_000,
    what: 'every lift',
  });
  const decided = (await view.audit()).flatMap(({ kind, messageId }) =>
    kind === 'decision' ? [messageId] : [],
  );
  expect(decided.sort()).toEqual([...ids].sort());
  expect(simulator.control.list(PHONE_NUMBER_ID)).toEqual([]);
  const log = simulator.control.log().map(({ op, input }) => `${op} ${input}`);
  const inputs = new Set(offenders.map(({ person: who }) => `+${who.phone}`));
  expect(log.filter((line) => !inputs.has(line.split(' ')[1]!))).toEqual([]);
  expect(new Set(log).size).toBe(log.length);
  const entries = await view.entries(offenders.map(({ person: who }) => senderId(who)));
  expect(entries.map((entry) => entry?.strikesTotal)).toEqual(offenders.map(() => 1));
  await waitFor(async () => {
    const { waiting, active, delayed, failed } = await view.moderation();
    return waiting + active + delayed + failed === 0;
  });
  expect(await view.numbers.deadCount(PHONE_NUMBER_ID)).toBe(0);
}
