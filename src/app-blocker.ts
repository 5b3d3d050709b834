import { randomUUID } from 'node:crypto';
import { type BlockerDeps, type BlockerEvents } from './blocker/ports.ts';
import { asControl, type NumberControl } from './blocker/number-control.ts';
import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import { createJournal, journalFiles } from './store/journal.ts';
import type { LedgerStore } from './store/ledger-store.ts';
import type { ListingStore } from './store/listing-store.ts';
import type { NumberStore } from './store/number-store.ts';
import { readBlockFiles } from './store/read-blocks.ts';
import { createBlockApi } from './whatsapp/block-api.ts';

export interface BlockerParts {
  config: Config;
  secrets: Secrets;
  ledger: LedgerStore;
  numbers: NumberStore;
  listings: ListingStore;
  events: BlockerEvents;
  crashPoint?: ((name: string) => void) | undefined;
}

/** What calls Meta and settles the ledger by the answers, for workers and for commands that do the same beside them. */
export function createBlocker(parts: BlockerParts): BlockerDeps {
  const { config, secrets, numbers } = parts;
  const journal = createJournal(config.dataDir);
  return {
    ledger: parts.ledger,
    numbers: {
      ...numbers,
      control: async (phoneNumberId) =>
        asControl(await numbers.control<Partial<NumberControl>>(phoneNumberId)),
    },
    listings: parts.listings,
    api: createBlockApi({
      graphUrl: config.graph.baseUrl,
      version: config.graph.version,
      token: () => secrets.graph?.accessToken ?? '',
      appSecret: () => secrets.graph?.appSecret ?? null,
      timeoutMs: config.graph.timeoutMs,
    }),
    journal: (lines) => journal.append(lines),
    remembered: async (phoneNumberId) => {
      const { saved } = await readBlockFiles(await journalFiles(config.dataDir));
      return saved.filter((one) => one.phoneNumberId === phoneNumberId);
    },
    mode: config.mode,
    batchSize: config.blocker.batchSize,
    callTimeoutMs: config.graph.timeoutMs,
    settleMarginMs: config.blocker.settleMarginMs,
    now: Date.now,
    newToken: randomUUID,
    random: Math.random,
    events: parts.events,
    ...(parts.crashPoint === undefined ? {} : { crashPoint: parts.crashPoint }),
  };
}
