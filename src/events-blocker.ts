import type { Metrics } from './admin/metrics.ts';
import type { BlockerEvents } from './blocker/ports.ts';
import { lateProblem } from './late-problem.ts';
import type { Logger } from './log.ts';

/** What happens to blocks and lifts: counter and log line together. */
export function createBlockerEvents(
  log: Logger,
  metrics: Metrics,
  observer: Partial<Pick<BlockerEvents, 'settled' | 'called'>>,
): BlockerEvents {
  return {
    settled(direction, kind, reason) {
      metrics.recordSettled(direction, kind);
      observer.settled?.(direction, kind, reason);
    },
    called(verb, reason, users) {
      log.info({ verb, reason, users }, 'called Meta');
      observer.called?.(verb, reason, users);
    },
    halted: (phoneNumberId, reason, code) =>
      log.error(
        { phoneNumberId, reason, code },
        'blocking paused: Meta refuses us; check META_ACCESS_TOKEN and its permissions',
      ),
    restored: (phoneNumberId, count) =>
      log.error(
        { phoneNumberId, count },
        'Redis had lost blocks of ours; the journal knows them, they are kept and lifted on time',
      ),
    reconciled(phoneNumberId, { listed, counts, suspended }) {
      const found = Object.fromEntries(
        Object.entries(counts).filter(([kind, count]) => kind !== 'agreed' && count > 0),
      );
      log.info({ phoneNumberId, listed, ...found }, "compared with Meta's list");
      if (suspended > 0)
        log.error(
          { phoneNumberId, count: suspended },
          "too many of our blocks are gone from Meta's list; nothing is done about them, see cordon blocks reconcile",
        );
    },
    reconcileFailed: (phoneNumberId, reason, code) =>
      log.warn({ phoneNumberId, reason, code }, "Meta's list could not be read; will be tried again"),
    missing: (phoneNumberId, count, what) =>
      what === 'let-go'
        ? log.warn({ phoneNumberId, count }, 'blocks of ours were lifted at Meta, not by Cordon: let go')
        : log.error(
            { phoneNumberId, count },
            "too many of our blocks are gone from Meta's list; nothing is done about them, see cordon blocks reconcile",
          ),
    journalFailed: (error) =>
      log.error({ err: error }, 'the journal in DATA_DIR cannot be written; blocking and lifting go on'),
    late: (phoneNumberId, late) => {
      const { cause, people, firstAt } = late;
      log.error({ phoneNumberId, cause, people, firstAt }, lateProblem('this number', late));
    },
    inTime: (phoneNumberId) => log.info({ phoneNumberId }, 'blocks are made in time again'),
    lapsed(phoneNumberId, count) {
      metrics.recordLapsed(count);
      log.warn({ phoneNumberId, count }, "blocks missed Meta's 24 hours: made at the sender's next message");
    },
    resumed: (phoneNumberId) => log.info({ phoneNumberId }, 'blocking resumed'),
    alarm: (phoneNumberId, reason, code) =>
      log.error({ phoneNumberId, reason, code }, 'Meta refused a block or lift'),
  };
}
