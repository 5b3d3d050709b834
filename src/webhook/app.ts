import express, { type ErrorRequestHandler, type Express } from 'express';

import { answer, answerText } from './answer.ts';
import { receiveDelivery, type DeliveryDeps } from './delivery.ts';
import { handshake } from './handshake.ts';

export interface WebhookAppDeps extends DeliveryDeps {
  verifyToken: () => string;
  /** Whether this process can take deliveries right now; no detail leaves the public port. */
  ready: () => boolean;
}

/** The public port: `GET|POST /webhook`, `/livez`, `/readyz`, 404 for the rest. Logs nothing: query strings carry the verify token. */
export function createWebhookApp(deps: WebhookAppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');

  app.post('/webhook', (req, res) => receiveDelivery(req, res, deps));
  app.get('/webhook', (req, res) => {
    const challenge = handshake(req.query, deps.verifyToken());
    if (challenge === null) answer(res, 403, deps.closing());
    else answerText(res, challenge, deps.closing());
  });
  app.get('/livez', (_req, res) => answer(res, 200, deps.closing()));
  app.get('/readyz', (_req, res) => {
    if (deps.ready() && !deps.closing()) answer(res, 200);
    else answer(res, 503, deps.closing());
  });
  app.use((_req, res) => answer(res, 404, deps.closing()));
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  const onError: ErrorRequestHandler = (error, _req, res, _next) => {
    deps.events.unexpected(error);
    answer(res, 500, true);
  };
  app.use(onError);
  return app;
}
