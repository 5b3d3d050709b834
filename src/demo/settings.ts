import { randomBytes } from 'node:crypto';
import { type Config, defaultConfig } from '../config/config.ts';
import { isLoopback } from '../config/loopback.ts';
import { conceal, type Secrets } from '../config/secrets.ts';
import type { Ladder } from '../core/policy.ts';
import { withPolicies } from '../core/ruleset.ts';
import { UserError } from '../errors.ts';
import type { LoadedRuleset } from '../ruleset/parse.ts';

/** The business number of the story. */
export const SHOP = { phoneNumberId: '100000000000010', displayPhoneNumber: '15550100001' } as const;

/** First and second cooldown. */
export const COOLDOWNS_MS = [6_000, 10_000] as const;

/** Settings that come from no environment and no `.env`: enforce, free ports, quick sweeps. Throws unless the Graph API is on this machine. */
export function demoConfig(graphUrl: string, dataDir: string, rulesDir: string): Config {
  if (!isLoopback(new URL(graphUrl).hostname))
    throw new UserError('the demo only ever talks to a simulator on this machine');
  return defaultConfig({
    role: 'all',
    mode: 'enforce',
    logLevel: 'warn',
    dataDir,
    rulesDir,
    phoneNumberIds: [SHOP.phoneNumberId],
    receiver: { port: 0, host: '127.0.0.1' },
    admin: { port: 0 },
    graph: { baseUrl: graphUrl, timeoutMs: 5_000 },
    blocker: { sweepIntervalMs: 1_500 },
    // People of the story are invented anew every round.
    senderMemoryMs: 3_600_000,
    shutdownTimeoutMs: 5_000,
  });
}

/** Secrets of this run. Nobody outside it has a use for them. */
export function demoSecrets(appSecret: string): Secrets {
  return conceal({
    receiver: conceal({ appSecrets: [appSecret], verifyToken: randomSecret() }),
    graph: conceal({ accessToken: randomSecret(), appSecret }),
    adminToken: null,
    redisUrl: null,
  });
}

export const randomSecret = (): string => randomBytes(24).toString('hex');

/** The rules as they are, with cooldowns one can wait for. */
export function shortened(ruleset: LoadedRuleset): LoadedRuleset {
  return withPolicies(ruleset, (policy) => {
    const lengths = { stepsMs: COOLDOWNS_MS, capMs: Math.max(...COOLDOWNS_MS) };
    const ladder: Ladder = { ...policy.ladder, ...lengths, afterLadder: 'repeat' };
    return { ...policy, ladder };
  });
}
