import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Express } from 'express';

import { createWebhookApp } from './app.ts';
import { ByteBudget } from './body.ts';
import type { PressureState } from './delivery.ts';
import type { ReceiverEvents } from './events.ts';
import { createIntake, INTAKE_LIMITS, type IntakeLimits, type Store } from './intake.ts';
import { createAppServer, SERVER_LIMITS, type ServerLimits } from './server.ts';

export interface ReceiverLimits extends ServerLimits, IntakeLimits {
  /** Larger bodies get 413; Meta sends up to 3 MB. */
  maxBodyBytes: number;
  /** Bodies held at one time, from the first byte to the answer; more get 503. */
  maxBytesInFlight: number;
  /** The longest `close()` waits for requests under way, ms. */
  closeTimeoutMs: number;
}

export const RECEIVER_LIMITS: ReceiverLimits = {
  ...SERVER_LIMITS,
  ...INTAKE_LIMITS,
  maxBodyBytes: 4 * 1024 * 1024,
  maxBytesInFlight: 32 * 1024 * 1024,
  closeTimeoutMs: 5_000,
};

export interface ReceiverDeps {
  /** META_APP_SECRET, all that are in force. */
  secrets: () => readonly string[];
  verifyToken: () => string;
  /** META_PHONE_NUMBER_IDS; null takes every number. */
  allowedNumbers: ReadonlySet<string> | null;
  /** Stores every chunk or rejects, e.g. `queues.addChunks`. */
  store: Store;
  /** Cheap: asked at every delivery, so it reads a finding made elsewhere. */
  pressure: () => PressureState;
  /** What `/readyz` answers. */
  ready: () => boolean;
  events: ReceiverEvents;
  now: () => number;
  /** Overrides of `RECEIVER_LIMITS`. */
  limits?: Partial<ReceiverLimits>;
}

export interface Receiver {
  app: Express;
  server: Server;
  /** Resolves with the port listened on; 0 asks for a free one. Rejects when the port is taken. */
  listen(port: number, host?: string): Promise<number>;
  /** Stops accepting, lets requests under way finish, stores what they brought. Bounded by `closeTimeoutMs`; may be called twice. */
  close(): Promise<void>;
}

/** The webhook's HTTP side: verifies deliveries, splits them and acknowledges what is stored. Evaluates nothing. */
export function createReceiver(deps: ReceiverDeps): Receiver {
  const limits: ReceiverLimits = { ...RECEIVER_LIMITS, ...deps.limits };
  const intake = createIntake(deps.store, limits);
  let closing: Promise<void> | null = null;
  const app = createWebhookApp({
    ...deps,
    intake,
    budget: new ByteBudget(limits.maxBytesInFlight),
    maxBodyBytes: limits.maxBodyBytes,
    closing: () => closing !== null,
  });
  const server = createAppServer(app, limits);

  return {
    app,
    server,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    close: () => (closing ??= closeServer(server, limits.closeTimeoutMs).then(() => intake.idle())),
  };
}

/** How often connections that became idle are looked for while closing, ms. */
const IDLE_CHECK_MS = 20;

async function closeServer(server: Server, timeoutMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, IDLE_CHECK_MS);
  const force = setTimeout(() => {
    server.closeAllConnections();
  }, timeoutMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(force);
}
