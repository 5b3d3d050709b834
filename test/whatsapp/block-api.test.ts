import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { BlockApi } from '../../src/whatsapp/block-api.ts';
import type { GraphOptions } from '../../src/whatsapp/graph-client.ts';
import { createBlockApi } from '../../src/whatsapp/block-api.ts';
import { InvalidCallError, isInvalidCallError } from '../../src/whatsapp/errors.ts';
import type { BlockTarget } from '../../src/whatsapp/targets.ts';
import { fixtures } from './fixtures.ts';
import type { Handler } from './graph-server.ts';
import { answerJson, graphServer } from './graph-server.ts';

const PNID = '100000000000010';
const TOKEN = 'EAAexample';
const PROOF = '60533f4e92f128e0092e4260ac960ae26b7b76d57702c924b8a5d71eb66b6141';
const SECRET = 'test_app_secret';
const a = { user: '+15550100123' };
const b = { user: '+15550100124' };
const bsuid = { user_id: 'US.90000000000000000123' };

function apiAt(graphUrl: string, options: Partial<GraphOptions> = {}): BlockApi {
  return createBlockApi({
    graphUrl,
    version: 'v25.0',
    token: () => TOKEN,
    appSecret: () => SECRET,
    timeoutMs: 5_000,
    ...options,
  });
}

/** One call against a server with this behaviour. */
async function blockWith(
  handler: Handler,
  targets: BlockTarget[] = [a, b],
  options: Partial<GraphOptions> = {},
) {
  await using server = await graphServer(handler);
  const answer = await apiAt(server.url, options).block(PNID, targets);
  return { answer, received: server.received };
}

describe('the request', () => {
  it('POSTs and DELETEs a JSON body with bearer token and appsecret_proof', async () => {
    await using server = await graphServer(answerJson(200, fixtures.block_200_phone));
    const api = apiAt(server.url);
    await api.block(PNID, [a, bsuid]);
    await api.lift(PNID, [b]);
    const [post, del] = server.received;
    expect([post?.method, del?.method]).toEqual(['POST', 'DELETE']);
    expect(post?.url.pathname).toBe(`/v25.0/${PNID}/block_users`);
    expect(Object.fromEntries(post?.url.searchParams ?? [])).toEqual({ appsecret_proof: PROOF });
    expect(post?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
    });
    expect(JSON.parse(post?.body ?? '')).toEqual({ messaging_product: 'whatsapp', block_users: [a, bsuid] });
    expect(JSON.parse(del?.body ?? '')).toEqual({ messaging_product: 'whatsapp', block_users: [b] });
    expect(del?.headers['content-length']).toBe(String(del?.body.length));
  });

  it('leaves out version and proof when there are none, and keeps a base path', async () => {
    await using server = await graphServer(answerJson(200, { data: [] }));
    const plain = apiAt(`${server.url}/meta/`, { version: '', appSecret: () => null });
    await plain.list(PNID, { limit: 25, after: 'A&b=' });
    await plain.probe(PNID);
    expect(server.received.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
      `GET /meta/${PNID}/block_users?limit=25&after=A%26b%3D`,
      `GET /meta/${PNID}/block_users?limit=1`,
    ]);
    expect(server.received[0]).toMatchObject({ body: '' });
  });

  it('asks for token and secret anew at every call', async () => {
    await using server = await graphServer(answerJson(200, { data: [] }));
    let count = 0;
    const api = apiAt(server.url, { token: () => `t${(count += 1)}`, appSecret: () => null });
    await api.probe(PNID);
    await api.probe(PNID);
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('sends each user once and gives every mention its result', async () => {
    const { answer, received } = await blockWith(answerJson(200, fixtures.block_200_phone), [a, b, a]);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ block_users: [a, b] });
    expect(answer).toMatchObject({
      results: [{ kind: 'ok' }, { kind: 'ok' }, { kind: 'ok' }],
      unrequested: 0,
    });
  });

  it('sends no parent BSUID and nothing malformed, and the rest all the same', async () => {
    const bad = [
      { user_id: 'US.ENT.9' },
      { user: '15550100124' },
      { user: '+1555', user_id: 'US.1' },
    ] as BlockTarget[];
    const { answer, received } = await blockWith(
      answerJson(200, { block_users: { added_users: [{ input: a.user }] } }),
      [...bad, a],
    );
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ block_users: [a] });
    expect(answer).toMatchObject({
      results: [{ kind: 'invalid' }, { kind: 'invalid' }, { kind: 'invalid' }, { kind: 'ok' }],
    });
  });

  it('makes no call when no target can be sent', async () => {
    const { answer, received } = await blockWith(answerJson(200, {}), [{ user_id: 'US.ENT.9' }]);
    expect(answer).toMatchObject({ kind: 'answered', http: 0, results: [{ kind: 'invalid' }] });
    expect(received).toEqual([]);
    expect((await blockWith(answerJson(200, {}), [])).answer).toMatchObject({
      kind: 'answered',
      results: [],
    });
  });

  it('carries 1,000 users and no more', async () => {
    const targets = Array.from({ length: 1_000 }, (_, n): BlockTarget => ({ user: `+1555010${1_000 + n}` }));
    const echo: Handler = (request, response, { body }) => {
      const { block_users: users } = JSON.parse(body) as { block_users: { user: string }[] };
      const entries = users.map(({ user }) => ({ input: user, wa_id: user.slice(1) }));
      answerJson(200, { block_users: { added_users: entries.reverse() } })(request, response, {
        body: '',
        method: '',
        url: new URL('x:'),
        headers: {},
      });
    };
    const { answer } = await blockWith(echo, targets);
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    expect(answer.results.map((result) => (result.kind === 'ok' ? result.waId : null))).toEqual(
      targets.map(({ user }) => user?.slice(1)),
    );
    const tooMany = apiAt('http://127.0.0.1:1').block(PNID, [...targets, a]);
    await expect(tooMany).rejects.toThrow(InvalidCallError);
  });
});

describe('documented answers', () => {
  it('all blocked', async () => {
    const { answer } = await blockWith(
      answerJson(200, fixtures.block_200_phone, {
        'x-app-usage': '{"call_count": 28}',
        date: 'Mon, 05 Oct 2026 10:00:00 GMT',
      }),
    );
    expect(answer).toEqual({
      kind: 'answered',
      http: 200,
      results: [
        { kind: 'ok', waId: '15550100123', userId: null },
        { kind: 'ok', waId: '15550100124', userId: null },
      ],
      requestError: null,
      retryAfterMs: null,
      unrequested: 0,
      usage: { percent: 28, regainMs: 0, serverDateMs: Date.UTC(2026, 9, 5, 10) },
    });
  });

  it('blocked by BSUID', async () => {
    const { answer } = await blockWith(answerJson(200, fixtures.block_200_bsuid), [bsuid]);
    expect(answer).toMatchObject({ results: [{ kind: 'ok', waId: null, userId: bsuid.user_id }] });
  });

  it('some failed, under HTTP 400', async () => {
    const { answer } = await blockWith(answerJson(400, fixtures.block_400_mixed), [
      { user: '+1999' },
      b,
      a,
      bsuid,
    ]);
    expect(answer).toMatchObject({
      kind: 'answered',
      http: 400,
      results: [
        { kind: 'failed', code: 131_047 },
        { kind: 'failed', code: 131_047 },
        { kind: 'ok' },
        { kind: 'missing' },
      ],
      requestError: { code: 139_100 },
    });
  });

  it('all failed', async () => {
    const { answer } = await blockWith(answerJson(400, fixtures.block_400_all_failed_INFERRED), [b]);
    expect(answer).toMatchObject({ kind: 'answered', results: [{ kind: 'failed', code: 131_047 }] });
  });

  it.each(['unblock_200', 'block_200_phone'])('lifted, whichever key %s uses', async (name) => {
    await using server = await graphServer(answerJson(200, fixtures[name]));
    expect(await apiAt(server.url).lift(PNID, [a])).toMatchObject({
      kind: 'answered',
      results: [{ kind: 'ok' }],
    });
  });

  it('lifted in part', async () => {
    await using server = await graphServer(answerJson(400, fixtures.unblock_400_mixed));
    expect(await apiAt(server.url).lift(PNID, [a, b])).toMatchObject({
      results: [{ kind: 'ok' }, { kind: 'failed', code: 139_103 }],
    });
  });

  it.each([
    ['block_400_list_full_INFERRED', 400, { code: 139_101 }],
    [
      'block_400_rate_limited',
      400,
      { code: 130_429, details: 'Cloud API message throughput has been reached.' },
    ],
    ['err_190', 401, { code: 190, subcode: 463 }],
    ['err_10', 403, { code: 10 }],
    ['err_2_transient', 503, { code: 2, transient: true }],
  ])('%s refuses the whole request', async (name, status, error) => {
    const { answer } = await blockWith(answerJson(status, fixtures[name], { 'retry-after': '7' }));
    expect(answer).toMatchObject({ kind: 'refused', http: status, error, retryAfterMs: 7_000 });
  });

  it('empty lists beside an error are the error', async () => {
    const body = { block_users: { added_users: [], failed_users: [] }, errors: { code: '130429' } };
    expect((await blockWith(answerJson(400, body))).answer).toMatchObject({
      kind: 'refused',
      error: { code: 130_429 },
    });
  });

  it('lists that name nobody leave everybody missing', async () => {
    const { answer } = await blockWith(
      answerJson(200, { block_users: { added_users: [], failed_users: [] } }),
    );
    expect(answer).toMatchObject({ kind: 'answered', results: [{ kind: 'missing' }, { kind: 'missing' }] });
  });

  it('results for strangers are counted and ignored', async () => {
    const { answer } = await blockWith(answerJson(200, fixtures.block_200_phone), [a]);
    expect(answer).toMatchObject({ results: [{ kind: 'ok' }], unrequested: 1 });
  });

  it.each([
    [400, {}],
    [503, null],
    [404, { message: 'no route' }],
  ])('HTTP %s with JSON but no Graph error is a refusal without code', async (status, body) => {
    expect((await blockWith(answerJson(status, body))).answer).toMatchObject({
      kind: 'refused',
      http: status,
      error: { code: null },
    });
  });

  it('a 429 counts even when its body is not JSON', async () => {
    const { answer } = await blockWith((_request, response) =>
      response.writeHead(429, { 'retry-after': '9' }).end('<html>'),
    );
    expect(answer).toMatchObject({ kind: 'refused', http: 429, error: { code: null }, retryAfterMs: 9_000 });
  });

  it('a compressed answer is read', async () => {
    const { answer } = await blockWith((_request, response) => {
      response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync(JSON.stringify(fixtures.block_200_phone)));
    });
    expect(answer).toMatchObject({ kind: 'answered', http: 200 });
  });
});

describe('no answer', () => {
  const json = JSON.stringify(fixtures.block_200_phone);

  it('a closed port: nothing was sent', async () => {
    const server = await graphServer(answerJson(200, {}));
    await server[Symbol.asyncDispose]();
    expect(await apiAt(server.url).block(PNID, [a])).toEqual({
      kind: 'no-answer',
      cause: 'unreachable',
      sent: false,
      http: null,
      code: 'ECONNREFUSED',
      retryAfterMs: null,
    });
  });

  it('an unknown host: nothing was sent', async () => {
    const answer = await apiAt('https://graph.invalid', { timeoutMs: 20_000 }).block(PNID, [a]);
    expect(answer).toMatchObject({ kind: 'no-answer', cause: 'unreachable', sent: false });
  });

  it.each<[string, Handler, { cause: string; http: number | null; code?: string }]>([
    [
      'a reset before the answer',
      (request) => request.socket.resetAndDestroy(),
      { cause: 'reset', http: null },
    ],
    ['a close before the answer', (request) => request.socket.end(), { cause: 'reset', http: null }],
    [
      'a reset in the middle of the answer',
      (request, response) => {
        response.writeHead(200, { 'content-length': json.length });
        response.write(json.slice(0, 20), () => setImmediate(() => request.socket.destroy()));
      },
      { cause: 'reset', http: 200 },
    ],
    [
      'an HTML error page',
      (_request, response) => response.writeHead(502).end('<html>Bad gateway</html>'),
      { cause: 'garbled', http: 502 },
    ],
    ['an HTML success page', (_request, response) => response.end('<html>'), { cause: 'garbled', http: 200 }],
    ['an empty body', (_request, response) => response.end(), { cause: 'garbled', http: 200 }],
    ['no content', (_request, response) => response.writeHead(204).end(), { cause: 'garbled', http: 204 }],
    ['half a JSON', (_request, response) => response.end(json.slice(0, 40)), { cause: 'garbled', http: 200 }],
    ['JSON of another kind', answerJson(200, { success: true }), { cause: 'garbled', http: 200 }],
    ['JSON null', answerJson(200, null), { cause: 'garbled', http: 200 }],
    [
      'a redirect',
      (_request, response) => response.writeHead(307, { location: '/elsewhere' }).end(),
      { cause: 'garbled', http: null, code: 'redirect' },
    ],
    [
      'a broken compression',
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'),
      { cause: 'reset', http: 200 },
    ],
    [
      'a body over 4 MB',
      (_request, response) => response.end(json + ' '.repeat(4 * 1024 * 1024)),
      { cause: 'too-large', http: 200 },
    ],
    [
      'a body that unpacks to over 4 MB',
      (_request, response) =>
        response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(5 * 1024 * 1024, 32))),
      { cause: 'too-large', http: 200 },
    ],
  ])('%s: the outcome is unknown', async (_name, handler, expected) => {
    const { answer, received } = await blockWith(handler);
    expect(answer).toMatchObject({ kind: 'no-answer', sent: true, ...expected });
    expect(received).toHaveLength(1);
  });

  it('a body just under 4 MB is read', async () => {
    const padded = json + ' '.repeat(4 * 1024 * 1024 - json.length);
    expect((await blockWith((_request, response) => response.end(padded))).answer).toMatchObject({
      kind: 'answered',
    });
  });

  it('a redirect is not followed: the token stays here', async () => {
    await using elsewhere = await graphServer(answerJson(200, fixtures.block_200_phone));
    await blockWith((_request, response) => response.writeHead(302, { location: elsewhere.url }).end());
    expect(elsewhere.received).toEqual([]);
  });

  it('an endless body is given up at 4 MB', async () => {
    let written = 0;
    const { answer } = await blockWith((_request, response) => {
      const block = Buffer.alloc(256 * 1024, 32);
      const more = (): void => {
        while (!response.destroyed && written < 400) {
          written += 1;
          if (!response.write(block)) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    expect(answer).toMatchObject({ cause: 'too-large' });
    expect(written).toBeLessThan(400);
  });

  it('silence ends at the timeout', async () => {
    const { answer } = await blockWith(() => undefined, [a], { timeoutMs: 150 });
    expect(answer).toMatchObject({ kind: 'no-answer', cause: 'timeout', sent: true, http: null });
  });

  it('a trickling body ends at the same timeout, and its connection is closed', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    await using server = await graphServer((_request, response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(200, { 'content-length': 1_000_000 });
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(timer));
    });
    const answer = await apiAt(server.url, { timeoutMs: 300 }).block(PNID, [a]);
    expect(answer).toMatchObject({ kind: 'no-answer', cause: 'timeout', sent: true, http: 200 });
    await closed;
  });

  it('keeps a Retry-After of an unreadable answer', async () => {
    const { answer } = await blockWith((_request, response) =>
      response.writeHead(503, { 'retry-after': '3' }).end('busy'),
    );
    expect(answer).toMatchObject({ cause: 'garbled', http: 503, retryAfterMs: 3_000 });
  });

  it('is never retried here', async () => {
    for (const status of [408, 429, 500, 502, 503, 504]) {
      const { received } = await blockWith(
        answerJson(status, fixtures.err_2_transient, { 'retry-after': '0' }),
      );
      expect(received).toHaveLength(1);
    }
    await using server = await graphServer(answerJson(503, fixtures.err_2_transient));
    await apiAt(server.url).probe(PNID);
    expect(server.received).toHaveLength(1);
    // A GET that breaks off is what HTTP clients like to repeat by themselves.
    await using breaking = await graphServer((request) => request.socket.resetAndDestroy());
    await apiAt(breaking.url).probe(PNID);
    expect(breaking.received).toHaveLength(1);
  });
});

describe('list', () => {
  it('reads a page', async () => {
    await using server = await graphServer(answerJson(200, fixtures.list_200_bsuid_2026));
    expect(await apiAt(server.url).list(PNID, { limit: 10, after: null })).toMatchObject({
      kind: 'page',
      items: [
        { waId: '15550100123', userId: 'US.90000000000000000123' },
        { waId: null, userId: 'US.90000000000000000124' },
      ],
      unreadable: 0,
      after: expect.stringMatching(/^eyJ/),
    });
  });

  it.each([
    [400, fixtures.list_err_139102, { kind: 'refused', error: { code: 139_102 } }],
    [500, { data: [] }, { kind: 'refused', http: 500, error: { code: null } }],
    [200, {}, { kind: 'no-answer', cause: 'garbled' }],
    [200, { data: [], error: { code: 190 } }, { kind: 'refused', error: { code: 190 } }],
  ])('HTTP %s with %j is no list', async (status, body, expected) => {
    await using server = await graphServer(answerJson(status, body));
    expect(await apiAt(server.url).list(PNID, { limit: 10, after: null })).toMatchObject(expected);
  });
});

describe('a caller’s mistake', () => {
  it.each([
    ['http to a foreign host', { graphUrl: 'http://graph.facebook.com' }],
    ['an odd version', { version: '../v1' }],
    ['no time at all', { timeoutMs: 0 }],
    ['a fraction of a ms', { timeoutMs: 0.5 }],
    ['no number', { timeoutMs: Number.NaN }],
  ])('%s: no client is made', (_name, options) => {
    expect(() => apiAt('http://127.0.0.1:1', options)).toThrow(InvalidCallError);
  });

  it.each(['', 'abc', '1/../2', '１２３', '1'.repeat(33)])(
    'a phone number id of %j is not sent',
    async (pnid) => {
      await using server = await graphServer(answerJson(200, { data: [] }));
      await expect(apiAt(server.url).probe(pnid)).rejects.toThrow(InvalidCallError);
      expect(server.received).toEqual([]);
    },
  );

  it.each(['', 'EAA\nx', 'EAA x', 'EAAé'])('a token of %j is not sent and not quoted', async (token) => {
    const error: unknown = await apiAt('http://127.0.0.1:1', { token: () => token })
      .probe(PNID)
      .catch((thrown: unknown) => thrown);
    expect(isInvalidCallError(error)).toBe(true);
    expect(String(error)).not.toContain('EAA');
  });
});

describe('secrets and personal data', () => {
  it.each<[string, Handler]>([
    [
      'quoted in an error',
      answerJson(400, {
        error: { code: 190, message: `Malformed ${TOKEN} ${PROOF} ${SECRET} +1 555 010 0123` },
      }),
    ],
    ['quoted as trace id', answerJson(400, { error: { code: 190, fbtrace_id: TOKEN } })],
    [
      'quoted for a user',
      answerJson(400, {
        block_users: {
          failed_users: [{ input: a.user, errors: [{ code: 1, message: `${TOKEN} ${a.user}` }] }],
        },
      }),
    ],
    ['reset', (request) => request.socket.resetAndDestroy()],
    ['garbled', (_request, response) => response.end(`${TOKEN} ${a.user}`)],
    ['redirected', (_request, response) => response.writeHead(302, { location: `/?t=${PROOF}` }).end()],
  ])('%s: none comes back in an answer', async (_name, handler) => {
    const { answer } = await blockWith(handler, [a]);
    const text = JSON.stringify(answer);
    for (const word of [TOKEN, PROOF, SECRET, '5550100123', '555 010 0123']) expect(text).not.toContain(word);
  });
});
