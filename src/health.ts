import { createRequire } from 'node:module';
import type { Redis } from 'ioredis';
import type { HealthCheck, HealthReport } from './admin/health.ts';
import type { NumberControl } from './blocker/ports.ts';
import type { Rules } from './app-rules.ts';
import type { Config } from './config/config.ts';
import type { Queues } from './queue/queues.ts';
import type { NumberStore } from './store/number-store.ts';

export const VERSION = (createRequire(import.meta.url)('../package.json') as { version: string }).version;

export interface HealthDeps {
  config: Config;
  redis: Redis;
  queues: Queues;
  numbers: NumberStore;
  rules: Rules | null;
}

/** What the admin port reports: read from Redis at each call, so every process tells the same. */
export function createHealth(deps: HealthDeps): HealthCheck {
  const { config, redis, queues, numbers, rules } = deps;
  const startedAt = Date.now();
  return async () => {
    const [info, counts, known] = await Promise.all([
      redis.info('memory'),
      queues.counts(),
      numbers.numbers(),
    ]);
    const each = await Promise.all(
      known.map(async (phoneNumberId) => ({
        phoneNumberId,
        dead: await numbers.deadCount(phoneNumberId),
        brake: (await numbers.brake(phoneNumberId)).tripped,
        halted: (await numbers.control<NumberControl>(phoneNumberId))?.halted ?? null,
      })),
    );
    const deadLetters = each.reduce((sum, { dead }) => sum + dead, 0);
    const held = each.reduce((sum, { brake }) => sum + (brake?.held ?? 0), 0);
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
      ...each.flatMap(({ phoneNumberId, brake }) =>
        brake === null
          ? []
          : [
              `The brake of ${phoneNumberId} holds blocks (${brake.cause}, rule ${brake.rule}). Check that rule; an edit releases the brake.`,
            ],
      ),
      ...(deadLetters > 0
        ? [`${deadLetters} messages could not be judged. See cordon status, then cordon retry.`]
        : []),
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
      brake: { held },
      pausedNumbers,
    } satisfies HealthReport;
  };
}

function inForce(rules: Rules): NonNullable<HealthReport['ruleset']> {
  const { hash, rules: compiled } = rules.current();
  return { hash, rules: compiled.length, source: rules.rejection() === null ? 'files' : 'last-good' };
}

function infoNumber(info: string, name: string): number | null {
  const found = new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1];
  return found === undefined ? null : Number(found);
}
