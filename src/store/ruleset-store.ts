import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** The last good ruleset is kept up to this size; larger ones are only on disk. */
const MAX_BYTES = 8 * 1024 * 1024;
const ACCEPTED_S = 3600;

/** What one worker process judges by; kept fresh by the process itself. */
export interface RulesetReport {
  /** Host and pid. */
  process: string;
  at: number;
  hash: string;
  rules: number;
  source: 'files' | 'last-good';
  /** Why the files in its rules folder are not in force, one line each; empty when they are. */
  rejected: readonly string[];
}

/** A process that has not reported for this long is gone. */
const REPORT_KEPT_MS = 2 * 60_000;

export interface RulesetStore {
  /** Keeps the contents (name → text) a worker put in force, for a start with broken files. False when they are too large. */
  saveLastGood: (hash: string, contents: ReadonlyMap<string, string>) => Promise<boolean>;
  lastGood: () => Promise<{ hash: string; contents: ReadonlyMap<string, string> } | null>;
  /** The operator means this set although lists shrank; holds for an hour. */
  accept: (hash: string) => Promise<void>;
  isAccepted: (hash: string) => Promise<boolean>;
  report: (report: RulesetReport) => Promise<void>;
  /** Of the processes alive at `now`. */
  reports: (now: number) => Promise<RulesetReport[]>;
}

export function createRulesetStore(redis: Redis, keys: Keys): RulesetStore {
  const lastGoodKey = `${keys.rulesets}:last-good`;
  const processesKey = `${keys.rulesets}:processes`;
  const alive = async (now: number): Promise<RulesetReport[]> => {
    const all = Object.values(await redis.hgetall(processesKey)).map(
      (raw) => JSON.parse(raw) as RulesetReport,
    );
    const gone = all.filter(({ at }) => now - at > REPORT_KEPT_MS);
    if (gone.length > 0) await redis.hdel(processesKey, ...gone.map((report) => report.process));
    return all.filter((report) => !gone.includes(report)).sort((a, b) => (a.process < b.process ? -1 : 1));
  };
  return {
    async saveLastGood(hash, contents) {
      const value = JSON.stringify({ hash, contents: Object.fromEntries(contents) });
      if (Buffer.byteLength(value) > MAX_BYTES) return false;
      await redis.set(lastGoodKey, value);
      return true;
    },
    async lastGood() {
      const raw = await redis.get(lastGoodKey);
      if (raw === null) return null;
      // Only Cordon writes this key.
      const { hash, contents } = JSON.parse(raw) as { hash: string; contents: Record<string, string> };
      return { hash, contents: new Map(Object.entries(contents)) };
    },
    async accept(hash) {
      await redis.set(`${keys.rulesets}:accepted:${hash}`, '1', 'EX', ACCEPTED_S);
    },
    isAccepted: async (hash) => (await redis.exists(`${keys.rulesets}:accepted:${hash}`)) === 1,
    async report(report) {
      await redis.hset(processesKey, report.process, JSON.stringify(report));
      await redis.pexpire(processesKey, REPORT_KEPT_MS);
      // A process that starts again and again has a new name each time.
      await alive(report.at);
    },
    reports: alive,
  };
}
