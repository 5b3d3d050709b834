import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../src/simulator/server.ts';
import type { FaultPlan, Simulator } from '../../src/simulator/server.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { answer, call, failureOf, lift, OFFENDER, OTHER, PNID, post, users } from './graph-call.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(async () => {
  await simulator.close();
});

const once = (fault: FaultPlan['fault']): string =>
  simulator.control.addFault({ verb: 'POST', count: 1, fault });
const blocked = (): number => simulator.control.list(PNID).length;
const tryPost = (signal?: AbortSignal): Promise<Response> =>
  call(simulator, 'POST', { body: users(OFFENDER), ...(signal === undefined ? {} : { signal }) });
const lastRequest = () => simulator.control.requests().at(-1);

describe('a connection that breaks', () => {
  it.each([
    { when: 'before', applied: 0 },
    { when: 'after', applied: 1 },
  ] as const)(
    '$when applying leaves $applied blocked and the client without an answer',
    async ({ when, applied }) => {
      once({ kind: 'reset', when });
      expect(await failureOf(tryPost())).toBe('ECONNRESET');
      expect(blocked()).toBe(applied);
      expect(lastRequest()).toMatchObject({
        ended: 'reset',
        status: 0,
        processed: applied === 1,
        users: 1,
        faults: ['reset'],
      });
      expect((await tryPost()).status).toBe(200);
    },
  );

  it('midway gives the status and half of the answer', async () => {
    once({ kind: 'reset', when: 'midway' });
    const response = await tryPost();
    expect(response.status).toBe(200);
    expect(await failureOf(response.text())).not.toBe('no failure');
    expect(blocked()).toBe(1);
  });
});

describe('an answer that never comes', () => {
  it.each([
    { when: 'before', applied: 0 },
    { when: 'after', applied: 1 },
  ] as const)('with $when: $applied blocked when the client gives up', async ({ when, applied }) => {
    once({ kind: 'hang', when });
    const client = new AbortController();
    const failure = failureOf(tryPost(client.signal));
    await waitFor(() => lastRequest()?.ended === 'hang', { timeoutMs: 5000 });
    client.abort();
    expect(await failure).toBe('AbortError');
    expect(blocked()).toBe(applied);
    expect(lastRequest()).toMatchObject({ ended: 'hang', processed: applied === 1 });
  });

  it('does not keep the simulator from closing', async () => {
    once({ kind: 'hang' });
    const failure = failureOf(tryPost());
    await waitFor(() => lastRequest()?.ended === 'hang', { timeoutMs: 5000 });
    await simulator.close();
    expect(await failure).not.toBe('no failure');
  });
});

describe('a slow answer', () => {
  it('of trickling bytes is whole in the end', async () => {
    once({ kind: 'trickle', bytes: 20, everyMs: 1 });
    expect(await (await tryPost()).json()).toMatchObject({
      block_users: { added_users: [{ input: OFFENDER }] },
    });
  });

  it('of trickling bytes outlasts a timeout that covers the body', async () => {
    once({ kind: 'trickle', everyMs: 1000 });
    const client = new AbortController();
    const response = await tryPost(client.signal);
    expect(response.status).toBe(200);
    const failure = failureOf(response.text());
    client.abort();
    expect(await failure).toBe('AbortError');
    expect(blocked()).toBe(1);
  });

  it.each([
    { when: 'before', applied: 0 },
    { when: 'after', applied: 1 },
  ] as const)('with the latency $when applying has $applied blocked meanwhile', async ({ when, applied }) => {
    once({ kind: 'latency', ms: 600_000, when });
    simulator.control.addFault({ verb: 'GET', count: 1, fault: { kind: 'latency', ms: 1 } });
    expect(await failureOf(tryPost(AbortSignal.timeout(200)))).toBe('TimeoutError');
    expect(blocked()).toBe(applied);
    expect((await answer(simulator, 'GET')).status).toBe(200);
  });
});

describe('a client that gave up', () => {
  it('does not keep its request from being applied', async () => {
    once({ kind: 'latency', ms: 300 });
    expect(await failureOf(tryPost(AbortSignal.timeout(100)))).toBe('TimeoutError');
    expect(blocked()).toBe(0);
    await waitFor(() => lastRequest()?.processed, { timeoutMs: 5000 });
    expect(blocked()).toBe(1);
    expect((await answer(simulator, 'GET')).status).toBe(200);
  });

  it.each([
    { kind: 'reset', when: 'midway' },
    { kind: 'trickle', everyMs: 1 },
  ] as const)('is gone before %j: no harm', async (fault) => {
    simulator.control.addFault({
      verb: 'POST',
      count: 1,
      fault: { kind: 'latency', ms: 300, when: 'after' },
    });
    once(fault);
    expect(await failureOf(tryPost(AbortSignal.timeout(100)))).toBe('TimeoutError');
    await waitFor(() => lastRequest()?.processed, { timeoutMs: 5000 });
    expect((await tryPost()).status).toBe(200);
  });
});

describe('an answer that is too large', () => {
  it.each([true, false])('has as many bytes as asked for, announced: %s', async (announced) => {
    once({ kind: 'oversize', bytes: 5_000_000, announced });
    const response = await tryPost();
    expect(response.headers.get('content-length')).toBe(announced ? '5000000' : null);
    const text = await response.text();
    expect(text).toHaveLength(5_000_000);
    expect(JSON.parse(text)).toMatchObject({ block_users: { added_users: [{ input: OFFENDER }] } });
  });

  it('may be cut off by the client', async () => {
    once({ kind: 'oversize', bytes: 500_000_000 });
    const response = await tryPost();
    await response.body?.cancel();
    expect((await tryPost()).status).toBe(200);
  });
});

describe('an answer that is an error', () => {
  it.each([
    [{ kind: 'error', code: 1 }, 400, null],
    [{ kind: 'error', code: 2 }, 503, null],
    [{ kind: 'error', code: 131000 }, 500, null],
    [{ kind: 'error', code: 130429, retryAfterSeconds: 3 }, 400, '3'],
    [{ kind: 'error', code: 4, status: 429, retryAfterSeconds: 30 }, 429, '30'],
    [{ kind: 'error', code: 190 }, 401, null],
    [{ kind: 'error', code: 10 }, 403, null],
    [{ kind: 'error', code: 368 }, 403, null],
    [{ kind: 'error', code: 139103 }, 500, null],
  ] as const)('%j', async (fault, status, retryAfter) => {
    once(fault);
    const response = await tryPost();
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(response.headers.get('x-fb-trace-id')).toMatch(/\S/);
    expect(await response.json()).toMatchObject({
      error: { code: fault.code, fbtrace_id: expect.any(String) },
    });
    expect(blocked()).toBe(0);
    expect(lastRequest()).toMatchObject({ status, code: fault.code, processed: false });
  });

  it('can come although the request was applied', async () => {
    once({ kind: 'error', code: 2, when: 'after' });
    expect((await tryPost()).status).toBe(503);
    expect(blocked()).toBe(1);
  });

  it('can be a page of HTML', async () => {
    once({ kind: 'html', status: 502, retryAfterSeconds: 1 });
    const response = await tryPost();
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('retry-after'),
    ]).toEqual([502, 'text/html; charset=utf-8', '1']);
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
  });
});

describe('an answer with some failures', () => {
  it('applies the others', async () => {
    simulator.control.addFault({ seed: 7, fault: { kind: 'partial', share: 0.5 } });
    const names = Array.from({ length: 40 }, (_, index) => `+1555${String(1_000_000 + index)}`);
    const { status, body } = await post(simulator, ...names);
    const { added_users: added, failed_users: failed } = (
      body as { block_users: Record<string, { input: string }[]> }
    ).block_users;
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: 139100 } });
    expect((added?.length ?? 0) + (failed?.length ?? 0)).toBe(40);
    expect(failed?.length).toBeGreaterThan(5);
    expect(failed?.[0]).toMatchObject({ errors: [{ code: 139103 }] });
    expect(simulator.control.list(PNID).map(({ input }) => input)).toEqual(added?.map(({ input }) => input));
  });

  it('may not mention some at all', async () => {
    once({ kind: 'omit', share: 1 });
    expect(await post(simulator, OFFENDER)).toMatchObject({
      status: 200,
      body: { block_users: { added_users: [] } },
    });
    expect(blocked()).toBe(1);
  });
});

describe('where faults strike', () => {
  it('is one verb of one number, and not the others', async () => {
    simulator.control.addFault({ verb: 'DELETE', phoneNumberId: PNID, fault: { kind: 'error', code: 2 } });
    expect((await post(simulator, OFFENDER)).status).toBe(200);
    expect((await lift(simulator, OFFENDER)).status).toBe(503);
    expect(
      (await answer(simulator, 'DELETE', { path: '/v25.0/2/block_users', body: users(OFFENDER) })).status,
    ).toBe(200);
  });

  it('is also sending', async () => {
    simulator.control.addFault({ edge: 'messages', count: 1, fault: { kind: 'error', code: 131056 } });
    const send = {
      path: `/v25.0/${PNID}/messages`,
      body: { messaging_product: 'whatsapp', to: OFFENDER, text: { body: 'hi' } },
    };
    expect((await post(simulator, OTHER)).status).toBe(200);
    expect(await answer(simulator, 'POST', send)).toMatchObject({
      status: 400,
      body: { error: { code: 131056 } },
    });
    expect((await answer(simulator, 'POST', send)).status).toBe(200);
    expect(simulator.control.messages()).toMatchObject([{ waId: '15550100123', text: 'hi' }]);
  });
});

describe('the logs', () => {
  it('count requests by verb and end, with the size of each batch', async () => {
    await post(simulator, OFFENDER, OTHER);
    await post(simulator, 'US.ENT.1');
    await lift(simulator, OFFENDER);
    await answer(simulator, 'GET');
    const { requests, numbers } = simulator.control.state();
    expect(requests).toEqual({
      total: 4,
      largestBatch: 2,
      counts: {
        'POST block_users 200': 1,
        'POST block_users 400': 1,
        'DELETE block_users 200': 1,
        'GET block_users 200': 1,
      },
    });
    expect(numbers).toEqual({ [PNID]: { blocked: 1 } });
    expect(
      simulator.control.requests().map((request) => [request.verb, request.users, request.code]),
    ).toEqual([
      ['POST', 2, undefined],
      ['POST', 1, 100],
      ['DELETE', 1, undefined],
      ['GET', 0, undefined],
    ]);
  });
});
