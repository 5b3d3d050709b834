import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { HealthReport } from './health.ts';
import { boundedLabel } from './bounded-label.ts';

/** What one call meant for one user; `unknown` = we cannot tell what is true at Meta. */
export type SettleOutcome = 'done' | 'retry' | 'refused' | 'armed' | 'unknown';

/** Counting, by business event. No method throws, and no label can name a person or quote a text. */
export interface Metrics {
  /** A delivery was answered; `ackMs` from its first byte to the answer. */
  recordDelivery(status: number, ackMs: number): void;
  recordMessage(channel: string, type: string): void;
  /** Something in a delivery that is not moderated: `statuses`, a number not guarded, a malformed item. */
  recordDropped(kind: string, count?: number): void;
  /** `mode` is the one the process runs in: monitor decisions block nobody. */
  recordDecision(action: 'allow' | 'flag' | 'warn' | 'cooldown' | 'block', mode: 'enforce' | 'monitor'): void;
  /** A campaign was found; `of` is what its messages have in common. */
  recordCampaign(of: string): void;
  /** A chunk was decided `tookMs` after the receiver had accepted it. */
  recordModeration(tookMs: number): void;
  recordSettled(direction: 'block' | 'lift', outcome: SettleOutcome, count?: number): void;
  /** A warning to a sender is over. */
  recordWarning(result: string, reason: string): void;
  /** Blocks that missed their deadline. */
  recordLapsed(count: number): void;
  recordHealth(report: HealthReport | null): void;
  /** The text for Prometheus. */
  render(): Promise<{ contentType: string; body: string }>;
}

const ACK_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const MODERATION_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300];

export function createMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name: `cordon_${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> =>
    new Gauge({ name: `cordon_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]): Histogram =>
    new Histogram({ name: `cordon_${name}`, help, buckets, registers });

  const deliveries = counter('deliveries_total', 'Deliveries answered, by HTTP status', ['status']);
  const messages = counter('messages_total', 'Messages received, by channel and type', ['channel', 'type']);
  const dropped = counter('dropped_total', 'Items of deliveries that are not moderated, by kind', ['kind']);
  const decisions = counter('decisions_total', 'Decisions, by action and mode', ['action', 'mode']);
  const campaigns = counter('campaigns_total', 'Campaigns found, by what their messages share', ['of']);
  const settled = counter('settled_total', 'Users settled after a Graph call', ['direction', 'outcome']);
  const warnings = counter('warnings_total', 'Warnings to senders, by result and reason', [
    'result',
    'reason',
  ]);
  const lapsed = counter('lapsed_total', "Blocks that missed Meta's 24 hours and wait for a message", []);
  const ack = histogram('ack_seconds', 'From the first byte of a delivery to its answer', ACK_SECONDS);
  const moderation = histogram(
    'moderation_seconds',
    'From accepting a message to recording its decision',
    MODERATION_SECONDS,
  );
  const healthy = gauge('healthy', '1 when the last health check was fine');
  const jobs = gauge('queue_jobs', 'Jobs, by queue and state', ['queue', 'state']);
  const deadLetters = gauge('dead_letters', 'Envelopes set aside because they could not be moderated');
  const brakeHeld = gauge('brake_held', 'Blocks the brake keeps from being enforced');
  const brakeTripped = gauge('brake_tripped', 'People held, by the rule that tripped the brake', ['rule']);
  const paused = gauge('paused_numbers', 'Business numbers whose blocking is paused');
  const slowed = gauge('slowed_numbers', 'Business numbers that must wait with calls, by why', ['state']);
  const late = gauge('late_blocks', "Blocks that may miss Meta's 24 hours, by why", ['cause']);
  const compared = gauge('reconcile_people', "People of the last comparison with Meta's list, by class", [
    'class',
  ]);
  const comparedAt = gauge(
    'reconcile_timestamp_seconds',
    "When Meta's list was last compared, the oldest of all numbers",
  );
  const suspended = gauge(
    'reconcile_suspended',
    "Blocks gone from Meta's list, too many to be let go without a person",
  );
  const exportedAt = gauge('export_timestamp_seconds', 'When the last daily export was written');
  const ruleset = gauge('ruleset_info', 'The ruleset in force', ['hash', 'source']);

  const failures = counter('metric_failures_total', 'Measurements that could not be recorded', []);

  const messageType = boundedLabel(32);
  const dropKind = boundedLabel(48);
  const safely =
    <Args extends unknown[]>(record: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        record(...args);
      } catch {
        failures.inc();
      }
    };

  return {
    recordDelivery: safely((status, ackMs) => {
      deliveries.inc({ status });
      ack.observe(ackMs / 1000);
    }),
    recordMessage: safely((channel, type) => {
      messages.inc({ channel: channel === 'standby' ? 'standby' : 'messages', type: messageType(type) });
    }),
    recordDropped: safely((kind, count = 1) => {
      dropped.inc({ kind: dropKind(kind) }, count);
    }),
    recordDecision: safely((action, mode) => {
      decisions.inc({ action, mode });
    }),
    recordCampaign: safely((of) => {
      campaigns.inc({ of });
    }),
    recordModeration: safely((tookMs) => {
      moderation.observe(tookMs / 1000);
    }),
    recordWarning: safely((result, reason) => {
      warnings.inc({ result, reason });
    }),
    recordSettled: safely((direction, outcome, count = 1) => {
      settled.inc({ direction, outcome }, count);
    }),
    recordLapsed: safely((count) => {
      lapsed.inc(count);
    }),
    recordHealth: safely((report) => {
      healthy.set(report?.ok === true ? 1 : 0);
      // Gone rather than frozen: a stale queue depth reads as a calm one.
      for (const labelled of [jobs, ruleset, compared, brakeTripped, slowed, late]) labelled.reset();
      for (const plain of [deadLetters, brakeHeld, paused, comparedAt, suspended, exportedAt]) plain.remove();
      if (report === null) return;
      for (const { name, ...states } of report.queues) {
        for (const [state, count] of Object.entries(states)) jobs.set({ queue: name, state }, count);
      }
      deadLetters.set(report.deadLetters);
      brakeHeld.set(report.brake.held);
      for (const { rule, held } of report.brake.rules ?? []) brakeTripped.inc({ rule }, held);
      paused.set(report.pausedNumbers.length);
      for (const { state } of report.calls) if (state !== 'free') slowed.inc({ state });
      for (const { cause, people } of report.late) late.inc({ cause }, people);
      for (const { people } of report.reconciled)
        for (const [kind, count] of Object.entries(people)) compared.inc({ class: kind }, count);
      const times = report.reconciled.flatMap(({ at }) => at ?? []);
      if (times.length > 0) comparedAt.set(Math.min(...times) / 1000);
      suspended.set(report.reconciled.reduce((sum, one) => sum + one.suspended, 0));
      if (report.exported !== null) exportedAt.set(report.exported.at / 1000);
      if (report.ruleset !== null)
        ruleset.set({ hash: report.ruleset.hash, source: report.ruleset.source }, 1);
    }),
    async render() {
      return { contentType: register.contentType, body: await register.metrics() };
    },
  };
}
