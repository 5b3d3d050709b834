import { get, type IncomingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '../helpers/wait-for.ts';
import type { HealthReport } from '../../src/admin/health.ts';
import { createMetrics } from '../../src/admin/metrics.ts';
import { type AdminServer, type AdminServerOptions, startAdminServer } from '../../src/admin/server.ts';

const report: HealthReport = {
  ok: true,
  problems: [],
  version: '0.1.0',
  role: 'all',
  mode: 'monitor',
  uptimeMs: 1_500,
  redis: { ok: true, usedMemoryBytes: 1_000, maxMemoryBytes: 2_000 },
  queues: [{ name: 'moderation', waiting: 3, active: 1, delayed: 0, failed: 2 }],
  deadLetters: 4,
  ruleset: { hash: 'abc123', rules: 12, source: 'files' },
  brake: { held: 5 },
  reconciled: [
    {
      ...{ phoneNumberId: '106540352242922', at: 1_700_000_000_000, listed: 12, failing: null },
      ...{ people: { agreed: 9, missing: 2, foreign: 0 }, suspended: 2 },
    },
    {
      ...{ phoneNumberId: '106540352242923', at: 1_600_000_000_000, listed: 1, failing: null },
      ...{ people: { agreed: 1, missing: 1, foreign: 0 }, suspended: 0 },
    },
  ],
  exported: { at: 1_700_000_001_000, entries: 12 },
  calls: [],
  late: [],
  pausedNumbers: [{ phoneNumberId: '106540352242922', reason: 'auth', since: 1_700_000_000_000 }],
};

const servers: AdminServer[] = [];
const errors: unknown[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  errors.length = 0;
});

async function start(options: Partial<AdminServerOptions> = {}): Promise<number> {
  const server = await startAdminServer({
    host: '127.0.0.1',
    port: 0,
    loopback: true,
    token: null,
    health: () => Promise.resolve(report),
    metrics: createMetrics(),
    onError: (error) => errors.push(error),
    ...options,
  });
  servers.push(server);
  return server.port;
}

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}
/** node:http, because fetch does not let a test choose its Host header. */
function ask(port: number, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    request.on('error', reject);
  });
}

describe('/healthz', () => {
  it('answers 200 with the whole report', async () => {
    const answer = await ask(await start(), '/healthz');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual(report);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });

  it('answers 503 with the problems when Cordon does not do its work', async () => {
    const bad = { ...report, ok: false, problems: ['Redis does not answer.'] };
    const answer = await ask(await start({ health: () => Promise.resolve(bad) }), '/healthz');
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body)).toEqual(bad);
  });

  it('answers 503 when the check fails, however it fails', async () => {
    const rejecting = () => Promise.reject(new Error('ECONNREFUSED'));
    const throwing = () => {
      throw new Error('at once');
    };
    for (const [health, problem] of [[rejecting, /ECONNREFUSED/] as const, [throwing, /at once/] as const]) {
      const answer = await ask(await start({ health }), '/healthz');
      expect(answer.status).toBe(503);
      expect(JSON.parse(answer.body)).toEqual({ ok: false, problems: [expect.stringMatching(problem)] });
    }
  });

  it('answers 503 when the check hangs', async () => {
    const health = () => new Promise<never>(() => undefined);
    const answer = await ask(await start({ health, healthTimeoutMs: 20 }), '/healthz');
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('took over 20 ms');
  });
});

describe('/metrics', () => {
  it('shows what was recorded beside the gauges of the health report', async () => {
    const metrics = createMetrics();
    metrics.recordDelivery(200, 12);
    const answer = await ask(await start({ metrics }), '/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.body).toContain('cordon_deliveries_total{status="200"} 1');
    expect(answer.body).toContain('cordon_queue_jobs{queue="moderation",state="waiting"} 3');
    expect(answer.body).toContain('cordon_healthy 1');
  });

  it('still answers when the health check does not', async () => {
    const health = () => new Promise<never>(() => undefined);
    const answer = await ask(await start({ health, healthTimeoutMs: 20 }), '/metrics');
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('cordon_healthy 0');
  });

  it('answers 500 without details when rendering fails, and reports the error', async () => {
    const metrics = {
      recordHealth: () => undefined,
      render: () => Promise.reject(new Error('inner detail')),
    };
    const answer = await ask(await start({ metrics }), '/metrics');
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('inner detail');
    expect(errors).toMatchObject([{ message: 'inner detail' }]);
  });
});

describe('the admin port', () => {
  it('answers 404 for anything else', async () => {
    const port = await start();
    for (const path of ['/', '/webhook', '/healthz/../secret', '/%ff']) {
      expect((await ask(port, path)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it.each<[string, Record<string, string>, number]>([
    ['its own address', { host: '127.0.0.1:3001' }, 200],
    ['a tunnelled port', { host: 'localhost:18080' }, 200],
    ['IPv6', { host: '[::1]:3001' }, 200],
    ['capitals', { host: 'LocalHost' }, 200],
    ['a rebound name', { host: 'evil.example:3001' }, 403],
    ['a name that only starts like ours', { host: 'localhost.evil.example' }, 403],
    ['an address of another machine', { host: '10.0.0.1' }, 403],
    ['nonsense', { host: 'a b' }, 403],
    ['its own page', { host: 'localhost:3001', origin: 'http://localhost:3001' }, 200],
    ['a foreign page', { host: 'localhost:3001', origin: 'https://evil.example' }, 403],
    ['another service of this machine', { host: 'localhost:3001', origin: 'http://localhost:8080' }, 403],
    ['a page without an origin', { host: 'localhost:3001', origin: 'null' }, 403],
  ])('on loopback, takes %s as %o → %i', async (_, headers, status) => {
    expect((await ask(await start(), '/healthz', headers)).status).toBe(status);
  });

  it('accepts any Host when it is reachable from elsewhere, where the token protects it', async () => {
    const port = await start({ loopback: false, token: 'long-word' });
    const headers = { host: 'cordon.internal:3001', authorization: 'Bearer long-word' };
    expect((await ask(port, '/healthz', headers)).status).toBe(200);
  });

  it.each([
    [{}, 401],
    [{ authorization: 'Bearer wrong' }, 401],
    [{ authorization: 'Bearer long-word-and-more' }, 401],
    [{ authorization: 'long-word' }, 401],
    [{ authorization: 'Basic long-word' }, 401],
    [{ authorization: 'Bearer long-word' }, 200],
  ])('with a token, answers %o with %i on every path', async (headers, status) => {
    const port = await start({ token: 'long-word' });
    for (const path of ['/healthz', '/metrics']) {
      const answer = await ask(port, path, headers);
      expect(answer.status).toBe(status);
      expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    }
    expect((await ask(port, '/nowhere', headers as Record<string, string>)).status).toBe(
      status === 401 ? 401 : 404,
    );
  });

  it('rejects with the reason when the port is taken', async () => {
    const port = await start();
    await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('closes with a request running and a connection idle, and may be closed twice', async () => {
    let finish: ((value: HealthReport) => void) | undefined;
    const health = () => new Promise<HealthReport>((resolve) => (finish = resolve));
    const port = await start({ health });
    const running = ask(port, '/healthz');
    await waitFor(() => finish !== undefined);
    const server = servers.pop()!;
    const closed = server.close();
    finish?.(report);
    expect((await running).status).toBe(200);
    await closed;
    await server.close();
    await expect(ask(port, '/healthz')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
