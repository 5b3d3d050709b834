import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { createGuard, type GuardOptions } from './guard.ts';
import { checkHealth, type HealthCheck } from './health.ts';
import type { Metrics } from './metrics.ts';

export interface AdminServerOptions extends GuardOptions {
  /** 0 = any free one. */
  port: number;
  health: HealthCheck;
  metrics: Pick<Metrics, 'recordHealth' | 'render'>;
  /** Longest wait for the health check. @default 2000 */
  healthTimeoutMs?: number;
  /** Called with what went wrong inside a request; the answer is 500. */
  onError: (error: unknown) => void;
}

export interface AdminServer {
  port: number;
  /** Stops listening and drops idle connections; resolves when running requests are answered. */
  close(): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const CLOSE_GRACE_MS = 3_000;

/** Opens the admin port: `/metrics` and `/healthz`. Rejects with the system's error when it cannot listen. */
export async function startAdminServer(options: AdminServerOptions): Promise<AdminServer> {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: 1_000,
    },
    createAdminApp(options),
  );
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => closeServer(server),
  };
}

function createAdminApp(options: AdminServerOptions): Express {
  const { health, metrics, healthTimeoutMs } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(refuseStrangers(options));

  app.get('/healthz', async (_request, response) => {
    const result = await checkHealth(health, healthTimeoutMs);
    metrics.recordHealth(result.report);
    const body = result.report ?? { ok: false, problems: [result.problem] };
    response.status(body.ok ? 200 : 503).json(body);
  });

  app.get('/metrics', async (_request, response) => {
    metrics.recordHealth((await checkHealth(health, healthTimeoutMs)).report);
    const { contentType, body } = await metrics.render();
    response.set('content-type', contentType).send(body);
  });

  app.use((_request, response) => {
    response.status(404).json({ error: 'There is /healthz and /metrics.' });
  });
  app.use(answerErrors(options.onError));
  return app;
}

function refuseStrangers(options: GuardOptions): RequestHandler {
  const refuse = createGuard(options);
  return (request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const refusal = refuse(request);
    if (refusal === null) {
      next();
      return;
    }
    if (refusal.status === 401) response.set('www-authenticate', 'Bearer');
    response.status(refusal.status).json({ error: refusal.error });
  };
}

function answerErrors(onError: AdminServerOptions['onError']): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    onError(error);
    if (response.headersSent) next(error);
    else response.status(500).json({ error: 'That failed inside Cordon; its log says why.' });
  };
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const grace = setTimeout(() => {
    server.closeAllConnections();
  }, CLOSE_GRACE_MS);
  await closed;
  clearTimeout(grace);
}
