import { setTimeout as sleep } from 'node:timers/promises';
import { createBlocker } from '../app-blocker.ts';
import type { BlockerEvents } from '../blocker/ports.ts';
import type { ReconcileOptions, ReconcileResult } from '../blocker/reconcile.ts';
import { reconcileNumber } from '../blocker/reconcile.ts';
import { whileBusy } from '../blocker/wait-for-lease.ts';
import { UserError } from '../errors.ts';
import { journalFiles } from '../store/journal.ts';
import type { Attached } from './attach.ts';
import type { Io } from './io.ts';

/** Longer than a worker keeps a number in one run. */
const WAIT_MS = 60_000;
const EVERY_MS = 100;

/** A command says itself what it did. */
const SILENT: BlockerEvents = {
  settled: () => undefined,
  called: () => undefined,
  halted: () => undefined,
  resumed: () => undefined,
  restored: () => undefined,
  reconciled: () => undefined,
  reconcileFailed: () => undefined,
  missing: () => undefined,
  journalFailed: () => undefined,
  alarm: () => undefined,
  late: () => undefined,
  inTime: () => undefined,
  lapsed: () => undefined,
};

/**
 * Compares numbers with Meta's list as a worker does, under the same lease. Throws a UserError when there is no token. Without a journal
 * in DATA_DIR nobody is called foreign, since only the journal tells a lost block of ours from one of others.
 */
export async function reconciler(
  cordon: Attached,
  io: Io,
): Promise<(phoneNumberId: string, options: ReconcileOptions) => Promise<ReconcileResult>> {
  if (cordon.secrets.graph === null)
    throw new UserError('META_ACCESS_TOKEN is missing', {
      hint: "Reading Meta's list needs the token. Set it in .env or as META_ACCESS_TOKEN_FILE.",
    });
  const { dataDir } = cordon.config;
  const files = await journalFiles(dataDir).catch(() => []);
  const withoutJournal = files.length === 0;
  if (withoutJournal)
    io.stderr.write(
      `warning: no journal (blocks.jsonl) in ${dataDir}; people the ledger does not know are left alone. Run this where a worker runs.\n`,
    );
  const blocker = createBlocker({ ...cordon, events: SILENT });
  blocker.events = {
    ...SILENT,
    journalFailed: (error) =>
      io.stderr.write(
        `warning: the journal in ${dataDir} cannot be written: ${error instanceof Error ? error.message : ''}\n`,
      ),
  };
  return (phoneNumberId, options) =>
    whileBusy(() => reconcileNumber(phoneNumberId, blocker, { ...options, withoutJournal }), {
      ...{ waitMs: WAIT_MS, everyMs: EVERY_MS, now: Date.now, sleep },
      onWait: () =>
        io.stderr.write(
          `Number ${phoneNumberId} is being served by a worker; waiting up to ${WAIT_MS / 1000} s …\n`,
        ),
    });
}
