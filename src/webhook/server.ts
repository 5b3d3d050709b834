import { createServer, IncomingMessage, ServerResponse, type Server } from 'node:http';

import type { Express } from 'express';

export interface ServerLimits {
  /** A connection must have sent its request's headers after this long, ms. */
  headersTimeoutMs: number;
  /** … and the whole request after this long, ms. */
  requestTimeoutMs: number;
  /** A connection idle between requests is closed after this long, ms; longer than a usual load balancer's 60 s. */
  keepAliveTimeoutMs: number;
  /** How often slow connections are looked for, ms. */
  checkIntervalMs: number;
}

export const SERVER_LIMITS: ServerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  keepAliveTimeoutMs: 65_000,
  checkIntervalMs: 1_000,
};

/**
 * An HTTP server for an Express app that makes its requests and responses with the app's prototypes from the start.
 *
 * Express swaps the prototype of both objects on every request, which throws V8's shapes away and costs more than the
 * rest of Express. Here `app.request` and `app.response` become the prototypes of the server's own classes, so the swap
 * sets what is already there. Everything else of Express stays.
 */
export function createAppServer(app: Express, limits: ServerLimits = SERVER_LIMITS): Server {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });

  return createServer(
    {
      IncomingMessage: AppRequest,
      ServerResponse: AppResponse,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
    },
    app,
  );
}
