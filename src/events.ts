import type { Metrics } from './admin/metrics.ts';
import type { BlockerEvents } from './blocker/ports.ts';
import type { WarnerEvents } from './blocker/warner-ports.ts';
import { createBlockerEvents } from './events-blocker.ts';
import { warnerEvents } from './events-warner.ts';
import type { Mode } from './core/judge.ts';
import type { Logger } from './log.ts';
import { logId } from './log.ts';
import type { Outcome as DeliveryOutcome, ReceiverEvents } from './webhook/events.ts';
import type { ModerateEvents } from './workers/moderate.ts';

/** Every business event: counter and log line together, never throws, no phone number or text. */
export interface Events {
  receiver: ReceiverEvents;
  moderate: ModerateEvents;
  blocker: BlockerEvents;
  warner: WarnerEvents;
  /** The daily export was written; `entries` null when the day's file was there already. */
  exported: (entries: number | null) => void;
  exportFailed: (error: unknown) => void;
  /** Anything that failed in the background and will be tried again. */
  failed: (what: string, error: unknown) => void;
}

/** What a demo or a test may watch beside log and metrics. */
export interface Observer {
  decided?: ModerateEvents['decided'];
  settled?: BlockerEvents['settled'];
  called?: BlockerEvents['called'];
}

const STATUS: Record<DeliveryOutcome, number> = {
  stored: 200,
  empty: 200,
  'bad-signature': 401,
  'not-json': 400,
  'too-large': 413,
  aborted: 499,
  overloaded: 503,
  'not-stored': 503,
  failed: 500,
};

const DROPPED = ['statuses', 'errors', 'echoes', 'badNumber', 'otherNumber', 'notAnObject'] as const;

/** Anybody can post to the webhook: what strangers do is said at most this often, ms. */
const STRANGERS_EVERY_MS = 60_000;
/** A tripped brake says so again at most this often, ms. */
const BRAKE_EVERY_MS = 60_000;
const BRAKES_KEPT = 1_000;

export function createEvents(
  log: Logger,
  metrics: Metrics,
  observer: Observer = {},
  now: () => number = Date.now,
): Events {
  const refused = { count: 0, saidAt: -Infinity };
  const brakes = new Map<string, number>();
  const brokenRules = { rulesetHash: '', ids: new Set<string>() };
  const failed: Events['failed'] = (what, error) =>
    log.warn({ err: error, what }, 'failed, will be tried again');
  return {
    failed,
    exported: (entries) => log.info({ entries }, 'daily export of all blocks written'),
    exportFailed: (error) =>
      log.error({ err: error }, 'the daily export in DATA_DIR cannot be written; tried again in ten minutes'),
    receiver: {
      delivery(outcome, tookMs) {
        metrics.recordDelivery(STATUS[outcome], tookMs);
        if (outcome !== 'bad-signature') return;
        refused.count += 1;
        if (now() - refused.saidAt < STRANGERS_EVERY_MS) return;
        log.info({ count: refused.count }, 'delivery refused: signature does not match META_APP_SECRET');
        Object.assign(refused, { count: 0, saidAt: now() });
      },
      counted(counted) {
        // Messages are counted when they are decided.
        for (const kind of DROPPED) if (counted[kind] > 0) metrics.recordDropped(kind, counted[kind]);
        for (const [field, count] of counted.fields) metrics.recordDropped(field, count);
      },
      storeFailed: (error) =>
        log.warn({ err: error }, 'delivery not stored, answered 503; Meta will send it again'),
      unexpected: (error) => log.error({ err: error }, 'unexpected error in a request'),
    },
    moderate: {
      decided(outcome, mode) {
        const { decision, message } = outcome;
        metrics.recordMessage(message.channel, message.type);
        metrics.recordDecision(decision.action, mode);
        if (decision.action !== 'allow') log.info(decisionLine(outcome, mode), 'decided');
        observer.decided?.(outcome, mode);
      },
      held(phoneNumberId, { rule, rulesetHash, cause, held, at }) {
        const key = `${phoneNumberId} ${rulesetHash} ${at}`;
        if (now() - (brakes.get(key) ?? -Infinity) < BRAKE_EVERY_MS) return;
        if (brakes.size >= BRAKES_KEPT) brakes.clear();
        brakes.set(key, now());
        log.error(
          { phoneNumberId, rule, cause, held, ruleset: rulesetHash },
          `brake: blocks are held. Is the rule right? cordon blocks release --rule ${rule}; wrong? mend it, then cordon blocks undo --rule ${rule}`,
        );
      },
      campaign(phoneNumberId, { campaign, of, shown, senders, rules }) {
        metrics.recordCampaign(of);
        log.warn(
          // The path of an address may be a phone number.
          { phoneNumberId, campaign, of, shown: shown.split(/[/?]/, 1)[0], senders, rules },
          'campaign: different senders send the same. All right? Put the text into lists/expected-texts.txt, the site into lists/own-domains.txt; how many they become: cordon report',
        );
      },
      late: () => metrics.recordDropped('late'),
      repeated: () => metrics.recordDropped('repeated'),
      skipped: (reason) => metrics.recordDropped(reason),
      buried(phoneNumberId, error) {
        metrics.recordDropped('dead-letter');
        log.error(
          { err: error, phoneNumberId },
          'message could not be judged and was set aside; see cordon status, cordon retry',
        );
      },
      ruleFailed(ruleId, rulesetHash) {
        if (brokenRules.rulesetHash !== rulesetHash)
          Object.assign(brokenRules, { rulesetHash, ids: new Set() });
        if (brokenRules.ids.has(ruleId)) return;
        brokenRules.ids.add(ruleId);
        log.error(
          { rule: ruleId, ruleset: rulesetHash },
          'a rule failed on a message and counts as not matching; please report it with the rule',
        );
      },
      flushFailed: (error) => failed('waking the blocker', error),
      chunkDone: (ms) => metrics.recordModeration(ms),
    },
    warner: warnerEvents(log, metrics),
    blocker: createBlockerEvents(log, metrics, observer),
  };
}

function decisionLine({ decision, effect }: Parameters<ModerateEvents['decided']>[0], mode: Mode): object {
  const { action, score, reasons, monitored, limitedBy, rulesetHash, senderId } = decision;
  return {
    sender: logId(senderId),
    action,
    mode,
    effect,
    score,
    rules: reasons.map(({ ruleId }) => ruleId),
    monitored: monitored.map(({ ruleId }) => ruleId),
    limitedBy,
    ruleset: rulesetHash,
  };
}
