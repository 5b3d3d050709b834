import type { Metrics } from './admin/metrics.ts';
import type { WarnerEvents } from './blocker/warner-ports.ts';
import type { Logger } from './log.ts';

/** Warnings as counter and log line; neither who was warned nor what they read. */
export const warnerEvents = (log: Logger, metrics: Metrics): WarnerEvents => ({
  warned(result, reason) {
    metrics.recordWarning(result, reason);
    log.info({ result, reason }, 'warning to a sender');
  },
  warningsOff: (phoneNumberId, reason, code, until) =>
    log.error(
      { phoneNumberId, reason, code, until: new Date(until).toISOString() },
      'Meta sends no messages of this number: no warnings until then, blocking goes on',
    ),
  warningAlarm: (phoneNumberId, reason, code) =>
    log.error({ phoneNumberId, reason, code }, 'Meta refused a warning; blocking goes on'),
});
