import { createRequire } from 'node:module';
import type { Redis } from 'ioredis';
import type { HealthCheck, HealthReport } from './admin/health.ts';
import type { NumberControl } from './blocker/number-control.ts';
import type { Rules } from './app-rules.ts';
import { brakeProblem } from './brake-problem.ts';
import { callState, type CallState } from './call-state.ts';
import { lateProblem } from './late-problem.ts';
import type { Config } from './config/config.ts';
import type { Queues } from './queue/queues.ts';
import type { ExportStore } from './store/export-store.ts';
import type { ListingStore } from './store/listing-store.ts';
import type { NumberStore } from './store/number-store.ts';
import type { WarningStore } from './store/warning-store.ts';
import { exportProblems, reconcileProblems, warningProblems } from './upkeep.ts';

export const VERSION = (createRequire(import.meta.url)('../package.json') as { version: string }).version;

export interface HealthDeps {
  config: Config;
  redis: Redis;
  queues: Queues;
  numbers: NumberStore;
  listings: ListingStore;
  exports: ExportStore;
  warnings: WarningStore;
  rules: Rules | null;
}

/** What the admin port reports: read from Redis at each call, so every process tells the same. */
export function createHealth(deps: HealthDeps): HealthCheck {
  const { config, redis, queues, numbers, rules } = deps;
  const startedAt = Date.now();
  return async () => {
    const [info, counts, known, exported] = await Promise.all([
      redis.info('memory'),
      queues.counts(),
      numbers.numbers(),
      deps.exports.read(),
    ]);
    const each = await Promise.all(
      known.map(async (phoneNumberId) => ({
        phoneNumberId,
        ...blocking(await numbers.control<NumberControl>(phoneNumberId)),
        dead: await numbers.deadCount(phoneNumberId),
        trips: (await numbers.brake(phoneNumberId)).trips,
        reconciled: await deps.listings.reconciled(phoneNumberId),
        warningsOff: await deps.warnings.off(phoneNumberId, Date.now()),
      })),
    );
    const deadLetters = each.reduce((sum, { dead }) => sum + dead, 0);
    const trips = each.flatMap((one) => one.trips);
    const held = trips.reduce((sum, trip) => sum + trip.held, 0);
    const pausedNumbers = each.flatMap(({ phoneNumberId, halted }) =>
      halted === null
        ? []
        : [
            {
              phoneNumberId,
              reason: `${halted.reason}${halted.code === null ? '' : ` (${halted.code})`}`,
              since: halted.since,
            },
          ],
    );
    const rejected = rules?.rejection() ?? null;
    const problems = [
      ...pausedNumbers.map(
        ({ phoneNumberId, reason }) =>
          `Blocking for ${phoneNumberId} is paused: ${reason}. Check META_ACCESS_TOKEN and its permissions.`,
      ),
      ...each.flatMap(({ phoneNumberId, late }) => (late === null ? [] : [lateProblem(phoneNumberId, late)])),
      ...each.flatMap((one) => one.trips.map((trip) => brakeProblem(one.phoneNumberId, trip))),
      ...(deadLetters > 0
        ? [`${deadLetters} messages could not be judged. See cordon status, then cordon retry.`]
        : []),
      ...reconcileProblems(each),
      ...warningProblems(each),
      ...exportProblems(exported),
      ...(rejected === null
        ? []
        : [
            `The rules folder has ${rejected.problems.length} problems; the last good rules stay in force. Run: cordon rules lint`,
          ]),
    ];
    return {
      ok: true,
      problems,
      version: VERSION,
      role: config.role,
      mode: config.mode,
      uptimeMs: Date.now() - startedAt,
      redis: {
        ok: true,
        usedMemoryBytes: infoNumber(info, 'used_memory'),
        maxMemoryBytes: infoNumber(info, 'maxmemory'),
      },
      queues: counts,
      deadLetters,
      ruleset: rules === null ? null : inForce(rules),
      brake: { held, rules: trips.map(({ rule, held: people }) => ({ rule, held: people })) },
      reconciled: each.map(({ phoneNumberId, reconciled: { report, failure } }) => ({
        ...{ phoneNumberId, at: report?.at ?? null, listed: report?.listed ?? 0 },
        ...{ people: report?.counts ?? {}, suspended: report?.suspended ?? 0, failing: failure },
      })),
      exported: exported.last === null ? null : { at: exported.last.at, entries: exported.last.entries },
      calls: each.map(({ phoneNumberId, calls }) => ({ phoneNumberId, ...calls })),
      late: each.flatMap(({ phoneNumberId, late }) => (late === null ? [] : [{ phoneNumberId, ...late }])),
      pausedNumbers,
    } satisfies HealthReport;
  };
}

const blocking = (
  control: NumberControl | null,
): { halted: NumberControl['halted']; late: NumberControl['late']; calls: CallState } => ({
  halted: control?.halted ?? null,
  late: control?.late ?? null,
  calls: callState(control, Date.now()),
});

function inForce(rules: Rules): NonNullable<HealthReport['ruleset']> {
  const { hash, rules: compiled } = rules.current();
  return { hash, rules: compiled.length, source: rules.rejection() === null ? 'files' : 'last-good' };
}

function infoNumber(info: string, name: string): number | null {
  const found = new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1];
  return found === undefined ? null : Number(found);
}
