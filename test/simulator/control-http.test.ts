import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../src/simulator/server.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { answer, lift, OFFENDER, PNID, post, users } from './graph-call.ts';

const NOW = 1_793_000_000_000;
let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ now: () => NOW, badTokens: ['expired'] });
});
afterEach(async () => {
  await simulator.close();
});

const control = (method: string, path: string, body?: unknown) =>
  answer(simulator, method, {
    path: `/_control/${path}`,
    token: null,
    ...(body === undefined ? {} : { body }),
  });

describe('the control endpoint', () => {
  it('adds, shows and takes back faults', async () => {
    const added = await control('POST', 'faults', { verb: 'POST', fault: { kind: 'error', code: 2 } });
    expect(added).toEqual({ status: 200, body: { ids: ['f1'] } });
    await control('POST', 'faults', [
      { fault: { kind: 'latency', ms: 1 } },
      { fault: { kind: 'latency', ms: 2 } },
    ]);
    expect((await post(simulator, OFFENDER)).status).toBe(503);
    expect((await control('GET', 'faults')).body).toMatchObject([
      { id: 'f1', fired: 1 },
      { id: 'f2' },
      { id: 'f3' },
    ]);
    expect((await control('DELETE', 'faults?id=f1')).body).toEqual({ removed: true });
    expect((await post(simulator, OFFENDER)).status).toBe(200);
    await control('DELETE', 'faults');
    expect((await control('GET', 'faults')).body).toEqual([]);
  });

  it('switches oddities on and off', async () => {
    await post(simulator, OFFENDER);
    await control('POST', 'oddities', { addedUsersOnDelete: true, missingWaId: true });
    expect((await lift(simulator, OFFENDER)).body).toEqual({
      messaging_product: 'whatsapp',
      block_users: { added_users: [{ input: OFFENDER }] },
    });
    const { body } = await control('POST', 'oddities', { missingWaId: false });
    expect(body).toMatchObject({ addedUsersOnDelete: true, missingWaId: false });
  });

  it('moves the clock', async () => {
    expect((await control('POST', 'clock', { advanceMs: 5 })).body).toEqual({ now: NOW + 5 });
    expect((await control('POST', 'clock', { at: '2026-10-26T00:00:00Z' })).body).toEqual({
      now: Date.parse('2026-10-26T00:00:00Z'),
    });
    expect((await control('POST', 'clock', { at: 7 })).body).toEqual({ now: 7 });
  });

  it('notes messages and links names', async () => {
    const notes = [
      { phone: OFFENDER, at: NOW - 25 * 3_600_000 },
      { userId: 'US.1', at: NOW },
    ];
    expect((await control('POST', 'inbound', notes)).body).toEqual({ delivered: [true, true] });
    expect((await post(simulator, OFFENDER)).status).toBe(400);
    await control('POST', 'links', { phone: OFFENDER, userId: 'US.1' });
    expect((await post(simulator, OFFENDER)).status).toBe(200);
    const again = await control('POST', 'inbound', { userId: 'US.1', phoneNumberId: PNID });
    expect(again.body).toEqual({ delivered: [false] });
  });

  it('blocks and lifts past the API, and shows who did it', async () => {
    const someone = { phoneNumberId: PNID, user: OFFENDER };
    expect((await control('POST', 'blocks', someone)).body).toEqual({ changed: true });
    expect((await control('GET', `list?phoneNumberId=${PNID}`)).body).toEqual([
      { waId: '15550100123', input: OFFENDER, blockedAt: NOW },
    ]);
    await lift(simulator, OFFENDER);
    expect((await control('DELETE', 'blocks', someone)).body).toEqual({ changed: false });
    const { body: log } = await control('GET', `log?phoneNumberId=${PNID}`);
    const entry = { at: NOW, phoneNumberId: PNID, waId: '15550100123', input: OFFENDER };
    expect(log).toEqual([
      { ...entry, op: 'block', via: 'control' },
      { ...entry, op: 'lift', via: 'api' },
    ]);
    expect((await control('GET', 'log?phoneNumberId=2')).body).toEqual([]);
  });

  it('shows its state, requests and messages', async () => {
    await post(simulator, OFFENDER);
    expect((await control('GET', 'state')).body).toMatchObject({
      now: NOW,
      numbers: { [PNID]: { blocked: 1 } },
      changes: 1,
      messages: 0,
      requests: { total: 1, largestBatch: 1 },
      oddities: { stringCodes: false },
    });
    expect((await control('GET', 'requests')).body).toMatchObject([{ verb: 'POST', status: 200, users: 1 }]);
    expect((await control('GET', 'messages')).body).toEqual([]);
  });

  it('heals everything but lists and clock', async () => {
    await control('POST', 'tokens', { bad: ['good'] });
    await control('POST', 'usage', { callCount: 99 });
    await control('POST', 'oddities', { stringCodes: true });
    await control('POST', 'faults', { fault: { kind: 'hang' } });
    await control('POST', 'heal');
    expect((await post(simulator, OFFENDER)).status).toBe(200);
    expect((await answer(simulator, 'GET', { token: 'expired' })).status).toBe(401);
    expect((await control('GET', 'state')).body).toMatchObject({
      faults: [],
      usage: { callCount: 1 },
      oddities: { stringCodes: false },
      badTokens: 1,
    });
  });

  it.each([
    ['POST', 'faults', { fault: { kind: 'volcano' } }, 400],
    ['POST', 'faults', { fault: { kind: 'hang' }, vreb: 'POST' }, 400],
    ['POST', 'oddities', { odd: true }, 400],
    ['POST', 'clock', {}, 400],
    ['POST', 'inbound', {}, 400],
    ['POST', 'inbound', { phone: 'x' }, 400],
    ['POST', 'links', { phone: OFFENDER, userId: '+15550100124' }, 400],
    ['POST', 'blocks', { phoneNumberId: 'x', user: OFFENDER }, 400],
    ['POST', 'tokens', '{', 400],
    ['GET', 'nothing', undefined, 404],
    ['GET', 'constructor', undefined, 404],
    ['PUT', 'faults', {}, 404],
  ])('answers %s %s %j with %4$d and says why', async (method, path, body, status) => {
    expect(await control(method, path, body)).toEqual({
      status,
      body: expect.objectContaining({ error: expect.stringMatching(/\S/) }),
    });
  });

  it('is no Graph path, and Graph paths are none of it', async () => {
    const path = '/v25.0/_control/block_users';
    expect(await answer(simulator, 'POST', { path, body: users(OFFENDER) })).toMatchObject({
      status: 400,
      body: { error: { code: 100 } },
    });
  });
});
