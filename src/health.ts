import { createRequire } from 'node:module';
import type { Redis } from 'ioredis';
import type { HealthCheck, HealthReport } from './admin/health.ts';
import type { NumberControl } from './blocker/ports.ts';
import type { Config } from './config/config.ts';
import type { Queues } from './queue/queues.ts';
import type { LoadedRuleset } from './ruleset/parse.ts';
import type { NumberStore } from './store/number-store.ts';

export const VERSION = (createRequire(import.meta.url)('../package.json') as { version: string }).version;

export interface HealthDeps {
  config: Config;
  redis: Redis;
  queues: Queues;
  numbers: NumberStore;
  ruleset: LoadedRuleset | null;
}

/** What the admin port reports: read from Redis at each call, so every process tells the same. */
export function createHealth(deps: HealthDeps): HealthCheck {
  const { config, redis, queues, numbers, ruleset } = deps;
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
      ruleset:
        ruleset === null
          ? null
          : { hash: ruleset.hash, rules: ruleset.rules.length, loadedAt: startedAt, source: 'files' },
      brake: { held },
      pausedNumbers,
    } satisfies HealthReport;
  };
}

function infoNumber(info: string, name: string): number | null {
  const found = new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1];
  return found === undefined ? null : Number(found);
}
