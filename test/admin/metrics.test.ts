import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../src/admin/metrics.ts';
import type { HealthReport } from '../../src/admin/health.ts';

const report: HealthReport = {
  ok: true,
  problems: [],
  version: '0.1.0',
  role: 'all',
  mode: 'enforce',
  uptimeMs: 1,
  redis: { ok: true, usedMemoryBytes: null, maxMemoryBytes: null },
  queues: [{ name: 'enforcement', waiting: 1, active: 2, delayed: 3, failed: 4 }],
  deadLetters: 7,
  ruleset: { hash: 'abc123', rules: 1, source: 'last-good' },
  brake: {
    held: 2,
    rules: [
      { rule: 'lures', held: 1 },
      { rule: 'flood', held: 0 },
      { rule: 'lures', held: 1 },
    ],
  },
  reconciled: [
    {
      ...{ phoneNumberId: '106540352242922', at: 1_700_000_000_000, listed: 12, failing: null },
      ...{ people: { agreed: 9, missing: 2, foreign: 0 }, suspended: 2 },
    },
    {
      ...{ phoneNumberId: '106540352242923', at: 1_600_000_000_000, listed: 1, failing: null },
      ...{ people: { agreed: 1, missing: 1, foreign: 0 }, suspended: 0 },
    },
  ],
  exported: { at: 1_700_000_001_000, entries: 12 },
  calls: [],
  late: [],
  pausedNumbers: [{ phoneNumberId: '106540352242922', reason: 'auth', since: 0 }],
};

/** The lines of one metric, without comments. */
async function lines(metrics: ReturnType<typeof createMetrics>, name: string): Promise<string[]> {
  const { body } = await metrics.render();
  return body.split('\n').filter((line) => line.startsWith(`cordon_${name}`) && /^[a-z_]+[{ ]/.test(line));
}

describe('createMetrics', () => {
  it('counts by event', async () => {
    const metrics = createMetrics();
    metrics.recordDelivery(200, 4);
    metrics.recordDelivery(503, 400);
    metrics.recordMessage('standby', 'image');
    metrics.recordMessage('messages', 'text');
    metrics.recordDropped('statuses', 5);
    metrics.recordDecision('cooldown', 'monitor');
    metrics.recordModeration(30);
    metrics.recordSettled('block', 'done', 20);
    metrics.recordSettled('lift', 'unknown');
    expect(await lines(metrics, 'deliveries_total')).toEqual([
      'cordon_deliveries_total{status="200"} 1',
      'cordon_deliveries_total{status="503"} 1',
    ]);
    expect(await lines(metrics, 'messages_total')).toEqual([
      'cordon_messages_total{channel="standby",type="image"} 1',
      'cordon_messages_total{channel="messages",type="text"} 1',
    ]);
    expect(await lines(metrics, 'dropped_total')).toEqual(['cordon_dropped_total{kind="statuses"} 5']);
    expect(await lines(metrics, 'decisions_total')).toEqual([
      'cordon_decisions_total{action="cooldown",mode="monitor"} 1',
    ]);
    expect(await lines(metrics, 'settled_total')).toEqual([
      'cordon_settled_total{direction="block",outcome="done"} 20',
      'cordon_settled_total{direction="lift",outcome="unknown"} 1',
    ]);
    expect(await lines(metrics, 'ack_seconds')).toEqual(
      expect.arrayContaining([
        'cordon_ack_seconds_bucket{le="0.005"} 1',
        'cordon_ack_seconds_bucket{le="0.5"} 2',
        'cordon_ack_seconds_count 2',
      ]),
    );
    expect(await lines(metrics, 'moderation_seconds')).toContain('cordon_moderation_seconds_count 1');
  });

  it('takes its gauges from the health report', async () => {
    const metrics = createMetrics();
    metrics.recordHealth(report);
    expect(await lines(metrics, 'queue_jobs')).toEqual([
      'cordon_queue_jobs{queue="enforcement",state="waiting"} 1',
      'cordon_queue_jobs{queue="enforcement",state="active"} 2',
      'cordon_queue_jobs{queue="enforcement",state="delayed"} 3',
      'cordon_queue_jobs{queue="enforcement",state="failed"} 4',
    ]);
    expect(await lines(metrics, 'dead_letters')).toEqual(['cordon_dead_letters 7']);
    expect(await lines(metrics, 'brake_held')).toEqual(['cordon_brake_held 2']);
    expect(await lines(metrics, 'brake_tripped')).toEqual([
      'cordon_brake_tripped{rule="lures"} 2',
      'cordon_brake_tripped{rule="flood"} 0',
    ]);
    expect(await lines(metrics, 'paused_numbers')).toEqual(['cordon_paused_numbers 1']);
    expect(await lines(metrics, 'ruleset_info')).toEqual([
      'cordon_ruleset_info{hash="abc123",source="last-good"} 1',
    ]);
    // Summed over the numbers; the oldest comparison is the one to worry about.
    metrics.recordHealth(report);
    expect(await lines(metrics, 'reconcile_people')).toEqual([
      'cordon_reconcile_people{class="agreed"} 10',
      'cordon_reconcile_people{class="missing"} 3',
      'cordon_reconcile_people{class="foreign"} 0',
    ]);
    expect(await lines(metrics, 'reconcile_suspended')).toEqual(['cordon_reconcile_suspended 2']);
    expect(await lines(metrics, 'reconcile_timestamp_seconds')).toEqual([
      'cordon_reconcile_timestamp_seconds 1600000000',
    ]);
    expect(await lines(metrics, 'export_timestamp_seconds')).toEqual([
      'cordon_export_timestamp_seconds 1700000001',
    ]);
  });

  it('forgets the gauges when there is no report, and the old hash when the rules change', async () => {
    const metrics = createMetrics();
    metrics.recordHealth(report);
    metrics.recordHealth({ ...report, ruleset: { hash: 'def456', rules: 1, source: 'files' } });
    expect(await lines(metrics, 'ruleset_info')).toEqual([
      'cordon_ruleset_info{hash="def456",source="files"} 1',
    ]);
    metrics.recordHealth(null);
    expect(await lines(metrics, 'healthy')).toEqual(['cordon_healthy 0']);
    for (const name of [
      'queue_jobs',
      'dead_letters',
      'brake_held',
      'brake_tripped',
      'paused_numbers',
      'ruleset_info',
      ...['reconcile_people', 'reconcile_suspended', 'reconcile_timestamp', 'export_timestamp'],
    ]) {
      expect(await lines(metrics, name)).toEqual([]);
    }
  });

  it('keeps phone numbers and endless values out of the labels', async () => {
    const metrics = createMetrics();
    metrics.recordMessage('4915112345678', '4915112345678');
    metrics.recordDropped('free bitcoin at http://x.example');
    for (let index = 0; index < 500; index++) {
      const letters = String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26));
      metrics.recordMessage('messages', `type${letters}`);
    }
    const { body } = await metrics.render();
    expect(body).not.toMatch(/4915112345678|bitcoin/);
    expect((await lines(metrics, 'messages_total')).length).toBeLessThanOrEqual(33);
    expect(await lines(metrics, 'messages_total')).toContain(
      'cordon_messages_total{channel="messages",type="other"} 469',
    );
  });

  it('never throws at the caller; what cannot be recorded is counted', async () => {
    const metrics = createMetrics();
    expect(() => {
      metrics.recordDropped('statuses', -1);
      metrics.recordSettled('block', 'done', Number.NaN);
      metrics.recordDelivery(200, Number.NaN);
      metrics.recordHealth({} as HealthReport);
    }).not.toThrow();
    expect(Number((await lines(metrics, 'metric_failures_total'))[0]?.split(' ')[1])).toBeGreaterThanOrEqual(
      2,
    );
  });

  it('has a registry of its own, with the process and event loop metrics', async () => {
    const [one, two] = [createMetrics(), createMetrics()];
    one.recordDecision('allow', 'enforce');
    expect(await lines(two, 'decisions_total')).toEqual([]);
    const { body } = await two.render();
    expect(body).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(body).toContain('process_resident_memory_bytes');
  });
});
