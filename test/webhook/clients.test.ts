import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { delivery, postDelivery, signature, signed, textMessage } from '../helpers/deliveries.ts';
import { testRedisPath, uniquePrefix } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { rawClient, runReceiver, type Running } from './harness.ts';

const KB = 1024;
const LIMITS = {
  maxBodyBytes: 64 * KB,
  maxBytesInFlight: 96 * KB,
  headersTimeoutMs: 300,
  requestTimeoutMs: 600,
  keepAliveTimeoutMs: 300,
  checkIntervalMs: 50,
};
let running: Running;
beforeAll(async () => {
  running = await runReceiver({ path: testRedisPath() }, { prefix: uniquePrefix('clients'), limits: LIMITS });
});
afterAll(() => running[Symbol.asyncDispose]());

const head = (lines: string[], content = '{}'): string =>
  ['POST /webhook HTTP/1.1', 'Host: x', `X-Hub-Signature-256: ${signature(content)}`, ...lines, '', ''].join(
    '\r\n',
  );
const works = async (): Promise<void> =>
  expect(await postDelivery(running.webhook, delivery([textMessage('x')]))).toBe(200);
const outcomesSince = (count: number) => running.observed.outcomes.slice(count);

describe('large bodies', () => {
  it('are taken up to the limit', async () => {
    const text = 'x'.repeat(LIMITS.maxBodyBytes - 2);
    expect(await postDelivery(running.webhook, JSON.stringify(text))).toBe(200);
    expect(await postDelivery(running.webhook, JSON.stringify(`${text}x`))).toBe(413);
  });

  it('get 413 by their declared length alone, and the connection ends', async () => {
    const client = await rawClient(running.port);
    client.write(head(['Content-Length: 999999999999']));
    await waitFor(() => client.received().includes('too large'));
    expect(await client.ended).toMatch(/^HTTP\/1\.1 413 [^]*\r\nConnection: close\r\n/);
    await works();
  });

  it('get 413 when chunks without a declared length pass the limit', async () => {
    const client = await rawClient(running.port);
    client.write(head(['Transfer-Encoding: chunked']));
    const part = `${(16 * KB).toString(16)}\r\n${'x'.repeat(16 * KB)}\r\n`;
    for (let i = 0; i < 6; i++) client.write(part);
    await waitFor(() => client.received().startsWith('HTTP/1.1 413 '));
    await client.ended;
    await works();
  });
});

describe('chunked bodies', () => {
  it('are put together, wherever they are cut', async () => {
    const content = JSON.stringify(delivery([textMessage('café 😀', { id: 'wamid.chunked' })]));
    const bytes = Buffer.from(content);
    const client = await rawClient(running.port);
    client.write(head(['Transfer-Encoding: chunked'], content));
    for (let i = 0; i < bytes.length; i += 7) {
      const part = bytes.subarray(i, i + 7);
      client.write(
        Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
      );
    }
    client.write('0\r\n\r\n');
    await waitFor(() => client.received().startsWith('HTTP/1.1 200 '));
    client.socket.destroy();
    expect(JSON.stringify(await running.envelopes())).toContain('café 😀');
  });

  it('that break the protocol are refused', async () => {
    const client = await rawClient(running.port);
    client.write(`${head(['Transfer-Encoding: chunked'])}zz\r\n`);
    expect(await client.ended).toMatch(/^HTTP\/1\.1 400 /);
    await works();
  });
});

describe('slow and broken clients', () => {
  it('with a half-sent body are timed out, and hold nothing afterwards', async () => {
    const before = running.observed.outcomes.length;
    const clients = await Promise.all(Array.from({ length: 3 }, () => rawClient(running.port)));
    for (const client of clients)
      client.write(`${head([`Content-Length: ${60 * KB}`])}${'x'.repeat(30 * KB)}`);
    for (const client of clients) expect(await client.ended).toMatch(/^(HTTP\/1\.1 (408|503) |$)/);
    await waitFor(() => outcomesSince(before).length === 3);
    // All of the budget is free again: a body near its size is taken.
    expect(await postDelivery(running.webhook, JSON.stringify('x'.repeat(63 * KB)))).toBe(200);
  });

  it('that abort in the middle of a body are forgotten', async () => {
    const before = running.observed.outcomes.length;
    const client = await rawClient(running.port);
    client.write(`${head(['Content-Length: 100'])}half`);
    // An answer to a later request: the half one is being read by then.
    await works();
    client.socket.resetAndDestroy();
    await waitFor(() => outcomesSince(before).includes('aborted'));
    await works();
  });

  it('that go away after sending still have their messages stored', async () => {
    const { body, headers } = signed(delivery([textMessage('x', { id: 'wamid.gone' })]));
    const client = await rawClient(running.port);
    const lines = [
      'POST /webhook HTTP/1.1',
      'Host: x',
      `X-Hub-Signature-256: ${headers['x-hub-signature-256']!}`,
    ];
    client.write(
      `${[...lines, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${Buffer.from(body).toString()}`,
    );
    client.socket.end();
    await waitFor(async () => JSON.stringify(await running.envelopes()).includes('wamid.gone'));
  });

  it.each<[string, string]>([
    ['send nothing', ''],
    ['send headers without end', 'POST /webhook HTTP/1.1\r\nHost: x\r\n'],
    ['fall silent after an answer', 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('that %s are disconnected', async (_name, sent) => {
    const client = await rawClient(running.port);
    if (sent !== '') client.write(sent);
    expect(await client.ended).toMatch(/^(HTTP\/1\.1 (408|200) |$)/);
    await works();
  });

  it('are refused at once when more bytes are under way than the budget', async () => {
    const clients = await Promise.all(Array.from({ length: 2 }, () => rawClient(running.port)));
    for (const client of clients)
      client.write(`${head([`Content-Length: ${60 * KB}`])}${'x'.repeat(50 * KB)}`);
    await waitFor(() => clients.some((client) => client.received().startsWith('HTTP/1.1 503 ')));
    for (const client of clients) client.socket.destroy();
    await waitFor(
      async () => (await postDelivery(running.webhook, JSON.stringify('x'.repeat(60 * KB)))) === 200,
    );
  });

  it('without a signature get 401 before their body is read', async () => {
    const client = await rawClient(running.port);
    client.write('POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n');
    await waitFor(() => client.received().startsWith('HTTP/1.1 401 '));
    await client.ended;
  });
});
