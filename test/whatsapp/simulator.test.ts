import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../src/simulator/server.ts';
import type { SimulatorOptions } from '../../src/simulator/server.ts';
import { createBlockApi } from '../../src/whatsapp/block-api.ts';
import { listAll } from '../../src/whatsapp/list-all.ts';

const PNID = '100000000000010';
const SECRET = 'test_app_secret';
const bsuid = 'US.90000000000000000123';
const phones = (count: number) => Array.from({ length: count }, (_, n) => ({ user: `+1555010${1_000 + n}` }));

/** The client against the stand-in for Meta that people develop with. */
async function pair(options: SimulatorOptions = {}, timeoutMs = 5_000) {
  const simulator = await startSimulator({ appSecret: SECRET, ...options });
  const api = createBlockApi({
    graphUrl: simulator.url,
    version: 'v25.0',
    token: () => 'EAAexample',
    appSecret: () => SECRET,
    timeoutMs,
  });
  return { api, simulator, control: simulator.control, [Symbol.asyncDispose]: () => simulator.close() };
}

describe('client and simulator', () => {
  it('block, list and lift by phone and by BSUID', async () => {
    await using it = await pair();
    const targets = [{ user: '+15550100123' }, { user_id: bsuid }];
    expect(await it.api.block(PNID, targets)).toMatchObject({
      kind: 'answered',
      http: 200,
      results: [
        { kind: 'ok', waId: '15550100123' },
        { kind: 'ok', userId: bsuid },
      ],
      unrequested: 0,
    });
    expect(await listAll(it.api, PNID)).toMatchObject({
      kind: 'complete',
      items: [
        { waId: '15550100123', userId: null },
        { waId: null, userId: bsuid },
      ],
    });
    expect(await it.api.lift(PNID, targets)).toMatchObject({ results: [{ kind: 'ok' }, { kind: 'ok' }] });
    expect(it.control.list(PNID)).toEqual([]);
  });

  it.each([
    {},
    { stringCodes: true, errorsKey: true, missingWaId: true },
    { addedUsersOnDelete: true, legacyList: true },
  ])('partial failures with the oddities %j', async (oddities) => {
    await using it = await pair({ strictWindow: true, oddities });
    it.control.inbound({ phone: '15550100123' });
    const targets = [{ user: '+15550100123' }, { user: '+15550100124' }];
    expect(await it.api.block(PNID, targets)).toMatchObject({
      kind: 'answered',
      http: 400,
      results: [{ kind: 'ok' }, { kind: 'failed', code: 131_047 }],
      requestError: { code: 139_100 },
    });
    expect(await listAll(it.api, PNID)).toMatchObject({ items: [{ waId: '15550100123' }] });
    expect(await it.api.lift(PNID, targets.slice(0, 1))).toMatchObject({ results: [{ kind: 'ok' }] });
  });

  it('1,000 users at once, listed in small pages and lifted', async () => {
    await using it = await pair({ maxPageSize: 90 });
    const targets = phones(1_000);
    const blocked = await it.api.block(PNID, targets);
    expect(blocked.kind === 'answered' && blocked.results.every(({ kind }) => kind === 'ok')).toBe(true);
    const listing = await listAll(it.api, PNID);
    expect(listing.kind === 'complete' && listing.items.map(({ waId }) => `+${waId}`)).toEqual(
      targets.map(({ user }) => user),
    );
    const lifted = await it.api.lift(PNID, targets);
    expect(lifted.kind === 'answered' && lifted.results.every(({ kind }) => kind === 'ok')).toBe(true);
    expect(it.control.list(PNID)).toEqual([]);
  });

  it('starts a listing over when somebody blocks in the middle of it', async () => {
    await using it = await pair({ maxPageSize: 2 });
    await it.api.block(PNID, phones(5));
    let calls = 0;
    const meddling: Parameters<typeof listAll>[0] = {
      list: (pnid, page) => {
        calls += 1;
        if (calls === 2) it.control.block(PNID, '+15550199999');
        return it.api.list(pnid, page);
      },
    };
    const listing = await listAll(meddling, PNID);
    expect(listing).toMatchObject({ kind: 'complete', restarts: 1 });
    expect(listing.kind === 'complete' && listing.items).toHaveLength(6);
  });

  it('users in neither list are missing, done or not', async () => {
    await using it = await pair({ faults: [{ fault: { kind: 'omit', share: 1, applied: true } }] });
    expect(await it.api.block(PNID, phones(2))).toMatchObject({
      results: [{ kind: 'missing' }, { kind: 'missing' }],
    });
    expect(it.control.list(PNID)).toHaveLength(2);
  });

  it.each([
    [{ kind: 'reset', when: 'before' }, { kind: 'no-answer', cause: 'reset', sent: true }, 0],
    [{ kind: 'reset', when: 'after' }, { kind: 'no-answer', cause: 'reset', sent: true }, 2],
    [{ kind: 'reset', when: 'midway' }, { kind: 'no-answer', cause: 'reset', sent: true }, 2],
    [{ kind: 'hang', when: 'after' }, { kind: 'no-answer', cause: 'timeout', sent: true }, 2],
    [
      { kind: 'trickle', bytes: 1, everyMs: 50 },
      { kind: 'no-answer', cause: 'timeout', sent: true, http: 200 },
      2,
    ],
    [{ kind: 'oversize', bytes: 5_000_000 }, { kind: 'no-answer', cause: 'too-large', sent: true }, 2],
    [
      { kind: 'oversize', bytes: 5_000_000, announced: true },
      { kind: 'no-answer', cause: 'too-large', sent: true },
      2,
    ],
    [{ kind: 'html', status: 502, when: 'after' }, { kind: 'no-answer', cause: 'garbled', http: 502 }, 2],
    [{ kind: 'error', code: 190, when: 'before' }, { kind: 'refused', http: 401, error: { code: 190 } }, 0],
    [
      { kind: 'error', code: 130_429, retryAfterSeconds: 4 },
      { kind: 'refused', error: { code: 130_429 }, retryAfterMs: 4_000 },
      0,
    ],
    [{ kind: 'error', code: 2, when: 'after' }, { kind: 'refused', http: 503, error: { code: 2 } }, 2],
  ] as const)('%j', async (fault, expected, blocked) => {
    await using it = await pair({ faults: [{ verb: 'POST', fault }] }, 1_000);
    expect(await it.api.block(PNID, phones(2))).toMatchObject(expected);
    expect(it.control.list(PNID)).toHaveLength(blocked);
    expect(it.control.requests().filter(({ verb }) => verb === 'POST')).toHaveLength(1);
  });

  it('a wrong app secret is noticed, and usage and server time come along', async () => {
    await using it = await pair({ appSecret: 'another_secret' });
    const answer = await it.api.probe(PNID);
    expect(answer).toMatchObject({ kind: 'refused' });
    await using right = await pair();
    const page = await right.api.probe(PNID);
    expect(page).toMatchObject({
      kind: 'page',
      items: [],
      usage: { percent: expect.any(Number), serverDateMs: expect.any(Number) },
    });
  });

  it('goes on working after a reset: no dead connection is reused blindly', async () => {
    await using it = await pair({
      faults: [{ skip: 1, count: 1, fault: { kind: 'reset', when: 'before' } }],
    });
    const kinds: string[] = [];
    for (const target of phones(4)) kinds.push((await it.api.block(PNID, [target])).kind);
    expect(kinds).toEqual(['answered', 'no-answer', 'answered', 'answered']);
  });
});
