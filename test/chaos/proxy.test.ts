import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '../helpers/wait-for.ts';
import { HttpSight } from './http-sight.ts';
import { strikeAt } from './points.ts';
import { Proxy } from './proxy.ts';

let proxy: Proxy;
let heard = '';
const echo = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    heard += bytes.toString();
    socket.write(`re:${bytes.toString()}`);
  });
});

beforeEach(async () => {
  heard = '';
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await Proxy.open({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

interface Line {
  socket: Socket;
  got: () => string;
  broken: () => boolean;
}

async function dial(): Promise<Line> {
  const socket = connect(proxy.port, '127.0.0.1');
  let got = '';
  let broken = false;
  socket.on('data', (bytes) => (got += bytes.toString())).on('error', () => (broken = true));
  await once(socket, 'connect');
  return { socket, got: () => got, broken: () => broken };
}

describe('the proxy', () => {
  it('passes bytes on, and resets the connections it is told to cut', async () => {
    const { socket, got, broken } = await dial();
    socket.write('hello');
    await waitFor(() => got() === 're:hello');
    expect(proxy.cut()).toBe(1);
    await waitFor(broken);
  });

  it('holds everything back while muted, and lets it go on in order', async () => {
    const { socket, got } = await dial();
    socket.write('one');
    await waitFor(() => got() === 're:one');
    proxy.mute();
    socket.write('two');
    const other = await dial();
    other.socket.write('other');
    await waitFor(() => other.got() === 're:other');
    expect(got()).toBe('re:one');
    proxy.unmute();
    await waitFor(() => got() === 're:onere:two');
  });

  it.each([
    ['before', 'two', ''],
    ['under way', 'two', 'two'],
    ['answered', 'two', 'two'],
  ] as const)('strikes %s the bytes it waits for', async (moment, needle, reached) => {
    const { socket, got } = await dial();
    socket.write('one');
    await waitFor(() => got() === 're:one');
    heard = '';
    let struck = false;
    const point = { name: 'x', victim: 'redis' as const, proxy, needle: Buffer.from(needle), moment };
    const done = strikeAt(point, () => (struck = true), 5_000);
    socket.write('two');
    expect(await done).toBe(true);
    expect(struck).toBe(true);
    if (moment !== 'before') await waitFor(() => heard === reached);
    expect(heard).toBe(reached);
    if (moment !== 'under way') expect(got()).toBe('re:one');
  });
});

describe('what went over the wire', () => {
  it('is read whole, however it was cut', () => {
    const body = '{"block_users":[{"user":"+15550000001"}]}';
    const text = `POST /v25.0/1/block_users HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}GET /x HTTP/1.1\r\n\r\n`;
    for (let cut = 0; cut <= text.length; cut += 1) {
      const sight = new HttpSight();
      const seen = [text.slice(0, cut), text.slice(cut)].flatMap((part) => sight.take(Buffer.from(part)));
      expect(seen).toEqual([
        { verb: 'POST', path: '/v25.0/1/block_users', body },
        { verb: 'GET', path: '/x', body: '' },
      ]);
    }
  });
});
