import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { PressureState } from '../../src/webhook/delivery.ts';
import { split } from '../../src/webhook/split.ts';
import {
  delivery,
  entry,
  person,
  PHONE_NUMBER_ID,
  postDelivery,
  signature,
  signed,
  textMessage,
  webhookFixtures,
} from '../helpers/deliveries.ts';
import { testRedisPath, uniquePrefix } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { rawClient, runReceiver, VERIFY_TOKEN, type Running, type RunOptions } from './harness.ts';

const start = (options: Partial<RunOptions> = {}): Promise<Running> =>
  runReceiver({ path: testRedisPath() }, { prefix: uniquePrefix('receiver'), ...options });
const idsOf = async (running: Running): Promise<string[]> =>
  (await running.envelopes()).map(({ message }) => (message as { id: string }).id);

let shared: Running;
beforeAll(async () => {
  shared = await start();
});
afterAll(() => shared[Symbol.asyncDispose]());

describe('GET /webhook', () => {
  const ask = async (query: string): Promise<[number, string, string | null]> => {
    const response = await fetch(`${shared.webhook}?${query}`);
    return [response.status, await response.text(), response.headers.get('content-type')];
  };
  const good = `hub.mode=subscribe&hub.verify_token=${VERIFY_TOKEN}`;

  it.each([['1158201444'], ['random-Text_1'], ['<b>&"%20+'], ['']])(
    'echoes the challenge %j verbatim',
    async (challenge) => {
      const answer = await ask(`${good}&hub.challenge=${encodeURIComponent(challenge)}`);
      expect(answer).toEqual([200, challenge, 'text/plain; charset=utf-8']);
    },
  );

  it.each([
    ['another token', 'hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1'],
    ['no token', 'hub.mode=subscribe&hub.challenge=1'],
    ['no challenge', good],
    ['another mode', `hub.mode=unsubscribe&hub.verify_token=${VERIFY_TOKEN}&hub.challenge=1`],
    ['no query', ''],
    ['a token given twice', `${good}&hub.verify_token=${VERIFY_TOKEN}&hub.challenge=1`],
    ['a challenge given twice', `${good}&hub.challenge=1&hub.challenge=2`],
    ['members instead of values', `hub.mode=subscribe&hub[verify_token]=${VERIFY_TOKEN}&hub.challenge[x]=1`],
    ['a broken escape', `${good.replace('test', '%E0%A4%A')}&hub.challenge=1`],
  ])('refuses %s', async (_name, query) => {
    expect((await ask(query)).slice(0, 2)).toEqual([403, 'forbidden\n']);
  });
});

describe('POST /webhook', () => {
  it.each(Object.entries(webhookFixtures))(
    'stores what matters of the fixture %s',
    async (_name, content) => {
      await using running = await start();
      expect(await postDelivery(running.webhook, content)).toBe(200);
      const expected = split(structuredClone(content), null).envelopesByNumber.flatMap(
        (number) => number.envelopes,
      );
      expect(await running.envelopes()).toEqual(expected);
      expect(running.observed.outcomes).toEqual([expected.length > 0 ? 'stored' : 'empty']);
    },
  );

  it('tells the worker the number, its display number and when it was received', async () => {
    await using running = await start({ now: () => 1_793_000_000_123 });
    const hello = textMessage('hello');
    await postDelivery(running.webhook, delivery([hello]));
    expect(await running.chunks()).toEqual([
      {
        phoneNumberId: PHONE_NUMBER_ID,
        displayPhoneNumber: '15550100001',
        receivedAt: 1_793_000_000_123,
        envelopes: [{ channel: 'messages', message: hello, contact: null }],
      },
    ]);
  });

  it('accepts a secret that is being rotated out', async () => {
    await using running = await start({ secrets: () => ['new', 'old'] });
    const content = delivery([textMessage('x')]);
    expect(await postDelivery(running.webhook, content, 'old')).toBe(200);
    expect(await postDelivery(running.webhook, content, 'older')).toBe(401);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 0],
    ['a text', '"x"'],
    ['a list', []],
    ['no entry', {}],
    [
      'null everywhere',
      { object: null, entry: [null, { changes: null }, { changes: [null, { value: null }] }] },
    ],
    ['statuses only', { entry: [{ changes: [{ field: 'messages', value: { statuses: [{}] } }] }] }],
    ['a number that is no number', delivery([textMessage('x')], { phoneNumberId: '1:{evil}' })],
    ['nesting without end', `{"entry":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['keys given twice', '{"entry":[],"entry":[]}'],
    ['__proto__', '{"__proto__":{"entry":[{}]},"constructor":{"prototype":{"x":1}}}'],
  ])('answers 200 and stores nothing for signed JSON: %s', async (_name, content) => {
    const before = await shared.chunks();
    expect(await postDelivery(shared.webhook, content)).toBe(200);
    expect(await shared.chunks()).toEqual(before);
  });

  it.each([
    ['not JSON', '{"entry":['],
    ['empty', ''],
    ['two values', '{}{}'],
  ])('answers 400 for a signed body that is %s', async (_name, content) => {
    const body = new TextEncoder().encode(content);
    const response = await fetch(shared.webhook, {
      method: 'POST',
      body,
      headers: { 'x-hub-signature-256': signature(body) },
    });
    expect([response.status, await response.text()]).toEqual([400, 'not JSON\n']);
  });

  it.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['malformed', { 'x-hub-signature-256': 'sha256=abc' }],
    ['of another algorithm', { 'x-hub-signature': `sha1=${'a'.repeat(40)}` }],
    ['of another secret', { 'x-hub-signature-256': signature('{}', 'other') }],
    ['of another body', { 'x-hub-signature-256': signature('{ }') }],
  ])('answers 401 when the signature is %s', async (_name, headers) => {
    const response = await fetch(shared.webhook, { method: 'POST', body: '{}', headers });
    expect([response.status, await response.text()]).toEqual([401, 'bad signature\n']);
  });

  it('checks the untouched bytes: invalid UTF-8 is signed as it came', async () => {
    const body = Buffer.concat([Buffer.from('{"x":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]);
    const headers = { 'x-hub-signature-256': signature(body) };
    expect(
      (await fetch(shared.webhook, { method: 'POST', body: new Uint8Array(body), headers })).status,
    ).toBe(200);
  });

  it('stores 1,000 messages of one delivery once each, in chunks', async () => {
    await using running = await start();
    const people = Array.from({ length: 1_000 }, (_, i) => person(i));
    const messages = people.map((from, i) => textMessage(`hello ${i}`, { from, id: `wamid.${i}` }));
    expect(await postDelivery(running.webhook, delivery(messages, { people }))).toBe(200);
    const chunks = await running.chunks();
    expect(chunks.map((chunk) => chunk.envelopes.length)).toEqual(Array<number>(10).fill(100));
    expect(await idsOf(running)).toEqual(messages.map((message) => message['id']));
    const names = chunks
      .flatMap((chunk) => chunk.envelopes)
      .map(({ contact }) => (contact as { profile: unknown }).profile);
    expect(names).toEqual(people.map(({ name }) => ({ name })));
  });

  it('stores several numbers of one delivery apart, and only those listed', async () => {
    await using running = await start({ allowedNumbers: new Set(['1', '3']) });
    const content = { entry: ['1', '2', '3', '1'].map((n) => entry([textMessage(n)], { phoneNumberId: n })) };
    expect(await postDelivery(running.webhook, content)).toBe(200);
    const chunks = (await running.chunks()).map((chunk) => [chunk.phoneNumberId, chunk.envelopes.length]);
    expect(chunks).toEqual([
      ['1', 2],
      ['3', 1],
    ]);
    expect(running.observed.counted[0]).toMatchObject({ messages: 3, otherNumber: 1 });
  });

  it('groups concurrent deliveries into fewer jobs and keeps every message exactly once', async () => {
    await using running = await start();
    const ids = Array.from({ length: 200 }, (_, i) => `wamid.${i}`);
    const statuses = await Promise.all(
      ids.map((id) => postDelivery(running.webhook, delivery([textMessage('x', { id })]))),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await idsOf(running)).sort()).toEqual(ids.sort());
    expect((await running.chunks()).length).toBeLessThan(100);
  });

  it.each<[Exclude<PressureState, null>]>([['queue-depth'], ['redis-memory'], ['redis-unreachable']])(
    'answers 503 under pressure (%s), yet acknowledges deliveries without messages',
    async (pressure) => {
      await using running = await start({ pressure: () => pressure });
      const response = await fetch(running.webhook, signed(delivery([textMessage('x')])));
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await postDelivery(running.webhook, delivery([]))).toBe(200);
      expect(running.observed.outcomes).toEqual(['overloaded', 'empty']);
    },
  );

  it('answers 503 when the queue is deeper than its limit, and takes deliveries again below it', async () => {
    await using running = await start({ maxDepth: 1 });
    const content = delivery([textMessage('x')]);
    expect(await postDelivery(running.webhook, content)).toBe(200);
    await waitFor(async () => (await postDelivery(running.webhook, content)) === 503);
  });

  it('answers 500 without detail when something unforeseen throws, and goes on', async () => {
    let broken = true;
    const secrets = (): readonly string[] => {
      if (broken) throw new Error('secret detail');
      return ['s'];
    };
    await using running = await start({ secrets });
    const response = await fetch(running.webhook, signed({}, 's'));
    expect([response.status, await response.text()]).toEqual([500, 'failed\n']);
    expect(running.observed.unexpected).toHaveLength(1);
    broken = false;
    expect(await postDelivery(running.webhook, {}, 's')).toBe(200);
  });
});

describe('other paths', () => {
  it.each([
    ['GET', '/', 404],
    ['GET', '/metrics', 404],
    ['PUT', '/webhook', 404],
    ['DELETE', '/webhook', 404],
    ['POST', '/livez', 404],
    ['GET', '/%E0%A4%A', 404],
    ['GET', '/livez', 200],
    ['GET', '/readyz', 200],
  ])('%s %s is %i', async (method, path, status) => {
    const response = await fetch(shared.origin + path, { method });
    await response.arrayBuffer();
    expect(response.status).toBe(status);
    expect(
      [...response.headers.keys()].filter((name) => ['x-powered-by', 'etag', 'server'].includes(name)),
    ).toEqual([]);
  });

  it('is alive but not ready when told so', async () => {
    await using running = await start({ ready: () => false });
    expect((await fetch(`${running.origin}/livez`)).status).toBe(200);
    expect((await fetch(`${running.origin}/readyz`)).status).toBe(503);
  });
});

describe('it stays an Express app', () => {
  it('gives middleware Express’ own request and response', async () => {
    await using running = await start();
    running.receiver.app.router.stack.splice(0);
    running.receiver.app.get('/probe', (req, res) => {
      res
        .status(201)
        .json({ path: req.path, type: req.get('x-probe'), same: req.app === running.receiver.app });
    });
    const response = await fetch(`${running.origin}/probe?x=1`, { headers: { 'x-probe': 'yes' } });
    expect([response.status, await response.json()]).toEqual([
      201,
      { path: '/probe', type: 'yes', same: true },
    ]);
  });

  it('makes Express’ prototype swap a no-op', async () => {
    await using running = await start();
    const { app, server } = running.receiver;
    let sameFromTheStart = false;
    server.prependListener('request', (req, res) => {
      sameFromTheStart =
        Object.getPrototypeOf(req) === app.request && Object.getPrototypeOf(res) === app.response;
    });
    await postDelivery(running.webhook, {});
    expect(sameFromTheStart).toBe(true);
  });
});

it('keeps a connection for the next delivery', async () => {
  const client = await rawClient(shared.port);
  const { headers, body } = signed({});
  const request = `POST /webhook HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: ${headers['x-hub-signature-256']!}\r\nContent-Length: ${body.length}\r\n\r\n{}`;
  for (let n = 1; n <= 3; n++) {
    client.write(request);
    await waitFor(() => client.received().split('HTTP/1.1 200').length === n + 1);
  }
  client.socket.destroy();
});
