/** One queue's jobs by state. */
export interface QueueHealth {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** What an operator sees at `/healthz` and `cordon status`. No phone number or text of a sender is in it. */
export interface HealthReport {
  /** Cordon does its work; false makes `/healthz` answer 503. */
  ok: boolean;
  /** What someone should look at, in sentences that say what to do. May be non-empty while `ok`. */
  problems: readonly string[];
  version: string;
  role: string;
  mode: string;
  uptimeMs: number;
  redis: { ok: boolean; usedMemoryBytes: number | null; maxMemoryBytes: number | null };
  queues: readonly QueueHealth[];
  deadLetters: number;
  /** Null in a process that judges nothing (a receiver). `last-good` = the files in the folder cannot be used. */
  ruleset: { hash: string; rules: number; source: 'files' | 'last-good' } | null;
  /** Blocks the brake keeps from being enforced. */
  brake: {
    held: number;
    /** The rules that made it trip, one each trip. */
    rules?: readonly { rule: string; held: number }[];
  };
  /** The last comparison of each number with Meta's list; `at` null = none yet. `people` by class, `failing` when it fails now. */
  reconciled: readonly {
    phoneNumberId: string;
    at: number | null;
    listed: number;
    people: Readonly<Record<string, number>>;
    suspended: number;
    failing: { at: number; reason: string } | null;
  }[];
  /** The last daily export; null = none yet. */
  exported: { at: number; entries: number | null } | null;
  /** Whether each number may call Meta now: `paused` until Meta takes us again, `resting` after failures, `full` for blocks, `slowed` by its quota. */
  calls: readonly { phoneNumberId: string; state: string; reason: string | null; until: number | null }[];
  /** Numbers whose blocks may miss Meta's 24 hours: since when, how many people, the next deadline (ms), and why. */
  late: readonly { phoneNumberId: string; since: number; people: number; firstAt: number; cause: string }[];
  pausedNumbers: readonly { phoneNumberId: string; reason: string; since: number }[];
}

export type HealthCheck = () => Promise<HealthReport>;

const TIMEOUT_MS = 2_000;

/** The report, or why there is none: a check that throws, or hangs because Redis does, is an answer too. */
export async function checkHealth(
  check: HealthCheck,
  timeoutMs = TIMEOUT_MS,
): Promise<{ report: HealthReport } | { report: null; problem: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, null);
  });
  try {
    const report = await Promise.race([check(), late]);
    return report === null ? { report, problem: `The health check took over ${timeoutMs} ms.` } : { report };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { report: null, problem: `The health check failed: ${message}` };
  } finally {
    clearTimeout(timer);
  }
}
