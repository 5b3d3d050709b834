import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../src/simulator/server.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/server.ts';
import { documented, withoutTrace } from './fixtures.ts';
import { answer, call, failureOf, lift, OFFENDER, OTHER, PNID, post, users } from './graph-call.ts';

const running: Simulator[] = [];
async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  running.push(simulator);
  return simulator;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

describe('block_users over HTTP', () => {
  it('blocks, lists and unblocks exactly as documented', async () => {
    const simulator = await start();
    expect(await post(simulator, OFFENDER, OTHER)).toEqual({
      status: 200,
      body: documented('block_200_phone'),
    });
    expect(await answer(simulator, 'GET')).toMatchObject({
      status: 200,
      body: { data: documented('list_200').data },
    });
    expect(await lift(simulator, OFFENDER)).toEqual({ status: 200, body: documented('unblock_200') });
    expect(simulator.control.list(PNID)).toMatchObject([{ waId: '15550100124', input: OTHER }]);
    expect(simulator.control.log(PNID).map(({ op, waId }) => [op, waId])).toEqual([
      ['block', '15550100123'],
      ['block', '15550100124'],
      ['lift', '15550100123'],
    ]);
  });

  it('works under any version and without one', async () => {
    const simulator = await start();
    for (const [prefix, version] of [
      ['/v19.0', 'v19.0'],
      ['', 'v25.0'],
    ] as const) {
      const response = await call(simulator, 'POST', {
        path: `${prefix}/${PNID}/block_users`,
        body: users(OFFENDER),
      });
      expect([response.status, response.headers.get('facebook-api-version')]).toEqual([200, version]);
      await response.body?.cancel();
    }
  });

  it('pages through a long list both ways', async () => {
    const simulator = await start();
    const all = Array.from({ length: 60 }, (_, index) => `1555${String(1_000_000 + index)}`);
    for (const phone of all) simulator.control.block(PNID, phone);
    interface List {
      data: { wa_id: string }[];
      paging?: { cursors: { after: string; before: string } };
    }
    const get = async (query: string): Promise<List> =>
      (await answer(simulator, 'GET', { path: `/v25.0/${PNID}/block_users?${query}` })).body as List;
    const seen: string[] = [];
    const before: string[] = [];
    for (
      let page = await get('limit=25');
      page.paging !== undefined;
      page = await get(`limit=25&after=${page.paging.cursors.after}`)
    ) {
      seen.push(...page.data.map((item) => item.wa_id));
      before.push(page.paging.cursors.before);
    }
    expect(seen).toEqual(all);
    expect(before).toHaveLength(3);
    const back = await get(`limit=25&before=${before[2] ?? ''}`);
    expect(back.data.map((item) => item.wa_id)).toEqual(all.slice(25, 50));
  });

  it('sends the headers Graph sends, on errors too, with the time of its own clock', async () => {
    const simulator = await start({ badTokens: ['bad'], now: () => 1_793_000_000_000 });
    simulator.control.setUsage({ callCount: 80 });
    for (const token of ['good', 'bad']) {
      const { headers } = await call(simulator, 'GET', { token });
      for (const name of ['x-fb-request-id', 'x-fb-rev', 'x-fb-trace-id', 'facebook-api-version']) {
        expect(headers.get(name)).toMatch(/\S/);
      }
      expect(headers.get('date')).toBe(new Date(1_793_000_000_000).toUTCString());
      expect(headers.get('content-type')).toBe('application/json; charset=UTF-8');
      expect(JSON.parse(headers.get('x-app-usage') ?? '')).toEqual({
        call_count: 80,
        total_cputime: 1,
        total_time: 1,
      });
      expect(Object.values(JSON.parse(headers.get('x-business-use-case-usage') ?? '') as object)).toEqual([
        [
          {
            type: 'whatsapp',
            call_count: 80,
            total_cputime: 1,
            total_time: 1,
            estimated_time_to_regain_access: 0,
          },
        ],
      ]);
    }
  });

  it('traces each error by the id of its header', async () => {
    const simulator = await start();
    const response = await call(simulator, 'POST', { body: users('US.ENT.1') });
    const body = (await response.json()) as { error: { fbtrace_id: string } };
    expect(body.error.fbtrace_id).toBe(response.headers.get('x-fb-trace-id'));
  });
});

describe('access', () => {
  it('needs a token, and one that is not named bad', async () => {
    const simulator = await start({ badTokens: ['expired'] });
    const bad = await answer(simulator, 'POST', { token: 'expired', body: users(OFFENDER) });
    expect([bad.status, withoutTrace(bad.body)]).toEqual([401, withoutTrace(documented('err_190'))]);
    expect(await answer(simulator, 'GET', { token: null })).toMatchObject({
      status: 401,
      body: { error: { code: 190 } },
    });
    expect(simulator.control.list(PNID)).toEqual([]);
    const query = await answer(simulator, 'GET', {
      token: null,
      path: `/${PNID}/block_users?access_token=x`,
    });
    expect(query.status).toBe(200);
    simulator.control.setBadTokens([]);
    expect((await answer(simulator, 'POST', { token: 'expired', body: users(OFFENDER) })).status).toBe(200);
  });

  it('checks appsecret_proof once it knows the app secret', async () => {
    const simulator = await start({ appSecret: 'test_app_secret', now: () => 1_793_000_000_000 });
    const proof = (text: string): string =>
      createHmac('sha256', 'test_app_secret').update(text).digest('hex');
    const status = async (query: string): Promise<number> =>
      (await answer(simulator, 'GET', { token: 'EAAexample', path: `/${PNID}/block_users?${query}` })).status;
    expect(proof('EAAexample')).toBe('60533f4e92f128e0092e4260ac960ae26b7b76d57702c924b8a5d71eb66b6141');
    expect(await status('')).toBe(200);
    expect(await status(`appsecret_proof=${proof('EAAexample')}`)).toBe(200);
    expect(await status(`appsecret_proof=${proof('EAAexample|1793000000')}&appsecret_time=1793000000`)).toBe(
      200,
    );
    expect(await status(`appsecret_proof=${proof('EAAexample|1792999000')}&appsecret_time=1792999000`)).toBe(
      400,
    );
    expect(await status(`appsecret_proof=${proof('another')}`)).toBe(400);
    expect(await status('appsecret_proof=x')).toBe(400);
  });
});

describe('requests that make no sense', () => {
  it.each([
    ['POST', `/v25.0/${PNID}/block_users`, '{"messaging_product":', 100],
    ['POST', `/v25.0/${PNID}/block_users`, undefined, 100],
    ['DELETE', `/v25.0/${PNID}/block_users`, '[]', 100],
    ['PUT', `/v25.0/${PNID}/block_users`, '{}', 100],
    ['GET', `/v25.0/${PNID}/messages`, undefined, 100],
    ['GET', '/v25.0/me/block_users', undefined, 100],
    ['GET', `/v25.0/${PNID}/nothing`, undefined, 2500],
    ['GET', '/', undefined, 2500],
    ['GET', '//evil.example/x', undefined, 2500],
    ['GET', '/%', undefined, 2500],
  ])('%s %s %j is a Graph error', async (method, path, body, code) => {
    const simulator = await start();
    expect(await answer(simulator, method, { path, ...(body === undefined ? {} : { body }) })).toMatchObject({
      status: 400,
      body: { error: { code, type: expect.any(String), fbtrace_id: expect.any(String) } },
    });
  });

  it('are answered 413 when too large, and the next one is served', async () => {
    const simulator = await start();
    expect((await answer(simulator, 'POST', { body: ' '.repeat(9 * 1024 * 1024) })).status).toBe(413);
    expect((await post(simulator, OFFENDER)).status).toBe(200);
  });

  it('do no harm when they break off', async () => {
    const simulator = await start();
    const socket = connect(simulator.port, '127.0.0.1');
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    await new Promise<void>((resolve) =>
      socket.write(`POST /${PNID}/block_users HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"half`, () =>
        resolve(),
      ),
    );
    socket.destroy();
    expect((await post(simulator, OFFENDER)).status).toBe(200);
    expect(simulator.control.list(PNID)).toHaveLength(1);
  });
});

describe('people', () => {
  it('come from the users file: those in it wrote then, everybody else never', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
    try {
      const usersFile = join(folder, 'users.txt');
      const old = new Date(Date.now() - 25 * 3_600_000).toISOString();
      await writeFile(usersFile, `+15550100123\nUS.1\n15550100124\t${old}\n`);
      const simulator = await start({ usersFile });
      expect((await post(simulator, '15550100123', 'US.1')).status).toBe(200);
      expect(await post(simulator, OTHER, 'US.2')).toMatchObject({
        status: 400,
        body: {
          block_users: {
            added_users: [],
            failed_users: [
              { input: OTHER, wa_id: '15550100124' },
              { input: 'US.2', user_id: 'US.2' },
            ],
          },
        },
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('keep a window that follows the clock of the simulator', async () => {
    const simulator = await start({ strictWindow: true });
    const { control } = simulator;
    expect(control.inbound({ phone: OFFENDER })).toEqual({ delivered: true });
    control.advanceClock(24 * 3_600_000);
    expect((await post(simulator, OFFENDER)).status).toBe(400);
    control.inbound({ phone: OFFENDER });
    expect((await post(simulator, OFFENDER)).status).toBe(200);
  });

  it('cannot write while they are blocked, under either name', async () => {
    const simulator = await start();
    const { control } = simulator;
    const note = { phone: OFFENDER, userId: 'US.1', phoneNumberId: PNID };
    expect(control.inbound(note).delivered).toBe(true);
    await post(simulator, 'US.1');
    expect(control.inbound({ phone: OFFENDER, phoneNumberId: PNID }).delivered).toBe(false);
    expect(control.inbound({ ...note, phoneNumberId: '2' }).delivered).toBe(true);
    await lift(simulator, OFFENDER);
    expect(control.inbound(note).delivered).toBe(true);
    expect(control.isBlocked(PNID, 'US.1')).toBe(false);
  });
});

describe('the simulator itself', () => {
  it('listens on loopback, gives its port back, and closes twice without complaint', async () => {
    const simulator = await start();
    expect(simulator.url).toBe(`http://127.0.0.1:${simulator.port}`);
    await expect(startSimulator({ port: simulator.port })).rejects.toThrow(/EADDRINUSE/);
    await simulator.close();
    await simulator.close();
    expect(await failureOf(call(simulator, 'GET'))).toBe('ECONNREFUSED');
    const again = await start({ port: simulator.port });
    expect((await post(again, OFFENDER)).status).toBe(200);
  });

  it('does not start with a users file that is wrong', async () => {
    await expect(startSimulator({ usersFile: '/nowhere/users.txt' })).rejects.toThrow(/cannot be read/);
  });
});
