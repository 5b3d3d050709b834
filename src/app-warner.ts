import { randomUUID } from 'node:crypto';
import type { NumberControl } from './blocker/number-control.ts';
import type { WarnerDeps, WarnerEvents } from './blocker/warner-ports.ts';
import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import { SEND_TIMEOUT_MS } from './core/warning.ts';
import type { LedgerStore } from './store/ledger-store.ts';
import type { NumberStore } from './store/number-store.ts';
import type { WarningStore } from './store/warning-store.ts';
import { createMessageApi } from './whatsapp/message-api.ts';

export interface WarnerParts {
  config: Config;
  secrets: Secrets;
  ledger: LedgerStore;
  numbers: NumberStore;
  warnings: WarningStore;
  wake: WarnerDeps['requestFlush'];
  events: WarnerEvents;
  crashPoint?: ((name: string) => void) | undefined;
}

/** What sends warnings to people. */
export function createWarner(parts: WarnerParts): WarnerDeps {
  const { config, secrets, numbers } = parts;
  const api = createMessageApi({
    graphUrl: config.graph.baseUrl,
    version: config.graph.version,
    token: () => secrets.graph?.accessToken ?? '',
    appSecret: () => secrets.graph?.appSecret ?? null,
    timeoutMs: Math.min(config.graph.timeoutMs, SEND_TIMEOUT_MS),
  });
  return {
    mode: config.mode,
    queue: parts.warnings,
    ledger: parts.ledger,
    control: (phoneNumberId) => numbers.control<NumberControl>(phoneNumberId),
    sendText: (phoneNumberId, target, text) => api.sendText(phoneNumberId, target, text),
    requestFlush: parts.wake,
    now: Date.now,
    newToken: randomUUID,
    events: parts.events,
    ...(parts.crashPoint === undefined ? {} : { crashPoint: parts.crashPoint }),
  };
}
