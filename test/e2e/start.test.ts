import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readProcess } from '../../src/redis/processes.ts';
import { person, PHONE_NUMBER_ID } from '../helpers/deliveries.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { builtCordon, openShop, type Shop } from './bin.ts';
import { SPAM_WORD } from './rules-folder.ts';
import { Traffic } from './traffic.ts';
import { senderId, write } from './writers.ts';

beforeAll(builtCordon, 180_000);

const gone = (pid: number): Promise<unknown> =>
  waitFor(() => readProcess(pid) === null, { timeoutMs: 20_000, what: `the end of redis-server ${pid}` });

describe('cordon start', () => {
  it('ends in order on SIGTERM in the middle of traffic, and the next one goes on where it stopped', async () => {
    await using shop = await openShop('4s');
    let cordon = await shop.start();
    const traffic = new Traffic(shop.simulator, () => cordon.webhook, 4);
    await waitFor(() => traffic.acknowledged.length > 100, { timeoutMs: 30_000 });
    const redis = await shop.redisPid();
    expect(await cordon.terminate()).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/stopping …\n$/),
    });
    await gone(redis);
    await waitFor(() => traffic.unreachable > 3);

    cordon = await shop.start();
    const before = traffic.acknowledged.length;
    await waitFor(() => traffic.acknowledged.length > before + 20, { timeoutMs: 30_000 });
    await traffic.end();
    expect(traffic.wrong).toEqual([]);
    await expectAllDecidedAndLifted(shop, traffic);
  }, 120_000);

  it('strands no redis-server when it is killed with -9, and the next one loses nothing and lifts on time', async () => {
    await using shop = await openShop('4s');
    let cordon = await shop.start();
    const traffic = new Traffic(shop.simulator, () => cordon.webhook, 4);
    await waitFor(() => shop.simulator.control.list(PHONE_NUMBER_ID).length > 10, { timeoutMs: 30_000 });
    const redis = await shop.redisPid();
    await cordon.kill9();
    await gone(redis);

    cordon = await shop.start();
    expect(await shop.redisPid()).not.toBe(redis);
    await traffic.end();
    expect(traffic.wrong).toEqual([]);
    await expectAllDecidedAndLifted(shop, traffic);
  }, 120_000);

  it('refuses to run twice on one folder, with exit 2 and what to do, and leaves the first alone', async () => {
    await using shop = await openShop();
    const cordon = await shop.start();
    const second = await shop.type('start');
    expect(second).toMatchObject({ code: 2, stdout: '' });
    expect(second.stderr).toMatch(/another Cordon \(pid \d+\) is already running .*DATA_DIR/);
    const sent = await write(shop.simulator, cordon.webhook, person(1), SPAM_WORD);
    await using view = await shop.view();
    await waitFor(async () => (await view.mark(senderId(sent.person), sent.id)) === 'cooldown');
    expect(await cordon.terminate()).toMatchObject({ code: 0 });
  }, 60_000);

  it('says that a port is taken and ends, with exit 2', async () => {
    await using shop = await openShop();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    shop.env.ADMIN_PORT = String((taken.address() as AddressInfo).port);
    const refused = await shop.type('start');
    taken.close();
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/EADDRINUSE.*\n.*ADMIN_PORT/) });
  }, 30_000);

  it.each(['all', 'receiver'])(
    'waits for a Redis that is away, says so, and ends on SIGTERM (%s)',
    async (role) => {
      await using shop = await openShop();
      shop.env.REDIS_URL = 'redis://127.0.0.1:1';
      const { child, ended } = shop.launch('start', '--role', role);
      let said = '';
      child.stdout!.on('data', (text: string) => (said += text));
      await waitFor(() => said.includes('Redis connection'), { timeoutMs: 15_000 });
      expect(said).toContain('ECONNREFUSED');
      child.kill('SIGTERM');
      expect(await ended).toMatchObject({ code: 0, stderr: 'stopping …\n' });
    },
    40_000,
  );

  it('lists everything that is wrong with its environment at once, and what is wrong with its rules, with exit 2', async () => {
    await using shop = await openShop();
    delete shop.env.META_VERIFY_TOKEN;
    Object.assign(shop.env, { PORT: 'http', SWEEP_INTERVAL_MS: '5s' });
    const refused = await shop.type('start');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    for (const name of ['META_VERIFY_TOKEN', 'PORT', 'SWEEP_INTERVAL_MS'])
      expect(refused.stderr).toContain(name);

    Object.assign(shop.env, {
      PORT: '0',
      SWEEP_INTERVAL_MS: '300',
      META_VERIFY_TOKEN: 'x',
      RULES_DIR: './no-such',
    });
    expect(await shop.type('start')).toMatchObject({ code: 2, stderr: expect.stringContaining('no-such') });
  }, 60_000);
});

async function expectAllDecidedAndLifted(shop: Shop, { acknowledged, offenders }: Traffic): Promise<void> {
  await using view = await shop.view();
  const ids = new Set(offenders.map(({ id }) => id));
  for (const { person: who, id } of acknowledged) {
    const right = ids.has(id) ? 'cooldown' : 'allow';
    await waitFor(async () => (await view.mark(senderId(who), id)) === right, {
      // A chunk that was under way comes back when its lock has run out.
      timeoutMs: 40_000,
      what: `a decision on ${id}`,
    });
  }
  await waitFor(async () => (await view.numbers.openCount(PHONE_NUMBER_ID)) === 0, {
    timeoutMs: 60_000,
    what: 'every lift',
  });
  expect(shop.simulator.control.list(PHONE_NUMBER_ID)).toEqual([]);
  // As they were sent: each offender once in and once out, nobody else.
  const log = shop.simulator.control.log(PHONE_NUMBER_ID).map(({ op, input }) => `${op} ${input}`);
  const inputs = new Set(offenders.map(({ person: who }) => `+${who.phone}`));
  expect(new Set(log).size).toBe(log.length);
  expect(log.filter((line) => !inputs.has(line.split(' ')[1]!))).toEqual([]);
  const entries = await view.entries(offenders.map(({ person: who }) => senderId(who)));
  expect(entries.map((entry) => entry?.strikesTotal)).toEqual(offenders.map(() => 1));
}
