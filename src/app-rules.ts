import { hostname } from 'node:os';
import { UserError } from './errors.ts';
import { connectionErrors, type Logger } from './log.ts';
import type { RedisAddress } from './queue/connections.ts';
import { workerConnection } from './queue/connections.ts';
import type { Candidate } from './ruleset/candidate.ts';
import { examineContents, examineFolder } from './ruleset/candidate.ts';
import { lossesAtStart } from './ruleset/losses.ts';
import type { LoadedRuleset } from './ruleset/parse.ts';
import type { Problem } from './ruleset/problem.ts';
import { formatProblem } from './ruleset/problem.ts';
import type { Rejection } from './ruleset/watch.ts';
import { watchRuleset } from './ruleset/watch.ts';
import { createKeys } from './store/keys.ts';
import type { RulesetStore } from './store/ruleset-store.ts';
import { createRulesetStore } from './store/ruleset-store.ts';

/** The ruleset in force, as a process asks for it. */
export interface Rules {
  current: () => LoadedRuleset;
  /** Why the files are not what is in force; null when they are. */
  rejection: () => Rejection | null;
  close: () => Promise<void>;
}

/** A ruleset that never changes, for demo, tests and bench. */
export const fixedRules = (ruleset: LoadedRuleset): Rules => ({
  current: () => ruleset,
  rejection: () => null,
  close: () => Promise.resolve(),
});

const REPORT_EVERY_MS = 30_000;
const SHOWN_PROBLEMS = 20;

/**
 * Loads the rules folder and keeps up with its edits. When the files cannot be used, the last good set kept in Redis is put in
 * force instead and an alarm is logged; with neither, throws a UserError that lists every problem.
 */
export async function startRules(options: {
  dir: string;
  redis: RedisAddress;
  keyPrefix: string;
  log: Logger;
  /** Gives a start up that still waits for Redis. */
  stop?: AbortSignal;
}): Promise<Rules> {
  const { dir, log, stop } = options;
  const redis = workerConnection(options.redis);
  redis.on('error', connectionErrors(log));
  const giveUp = (): void => redis.disconnect();
  stop?.addEventListener('abort', giveUp);
  const store = createRulesetStore(redis, createKeys(options.keyPrefix));
  const { candidate, rejection } = await initial(dir, store, log).catch((error: unknown) => {
    redis.disconnect();
    throw error;
  });
  // A Redis that is full keeps nobody from judging by good files.
  const save = ({ ruleset, contents }: Candidate): Promise<unknown> =>
    store
      .saveLastGood(ruleset.hash, contents)
      .catch((error: unknown) => log.warn({ err: error }, 'keeping the last good rules in Redis failed'));
  if (rejection !== null) alarm(log, rejection, 'rules cannot be used; judging by the last good ones');
  else await save(candidate);
  stop?.removeEventListener('abort', giveUp);

  const watch = watchRuleset({
    dir,
    initial: candidate,
    rejection,
    isAccepted: (hash) => store.isAccepted(hash),
    onActivated: async (activated) => {
      const { hash, rules } = activated.ruleset;
      log.info({ ruleset: hash, rules: rules.length }, 'rules edited: in force now');
      report();
      await save(activated);
    },
    onRejected: (refused) => {
      alarm(log, refused, 'rules edited but not usable; the last good ones stay in force');
      report();
    },
    onError: (error) => log.warn({ err: error }, 'looking at the rules folder failed'),
    now: Date.now,
  });
  const report = (): void => {
    const refused = watch.rejection();
    const { hash, rules } = watch.current();
    const rejected = (refused?.problems ?? []).slice(0, SHOWN_PROBLEMS).map(formatProblem);
    const source = refused === null ? 'files' : 'last-good';
    const own = {
      process: `${hostname()}/${process.pid}`,
      at: Date.now(),
      hash,
      rules: rules.length,
      source,
      rejected,
    } as const;
    store
      .report(own)
      .catch((error: unknown) => log.warn({ err: error }, 'reporting the rules in force failed'));
  };
  report();
  const timer = setInterval(report, REPORT_EVERY_MS);

  return {
    current: watch.current,
    rejection: watch.rejection,
    async close() {
      clearInterval(timer);
      // First: the watch may be waiting for a Redis that is away.
      redis.disconnect();
      await watch.close();
    },
  };
}

/** The files, or the last good set when they cannot be used or lost so much that they may be saved half. */
async function initial(
  dir: string,
  store: RulesetStore,
  log: Logger,
): Promise<{ candidate: Candidate; rejection: Rejection | null }> {
  const examined = await examineFolder(dir);
  const files = examined.ok ? examined.candidate : null;
  const lastGood = await keptBefore(store, files).catch((error: unknown) => {
    if (files === null) throw error;
    log.warn({ err: error }, 'reading the last good rules failed');
    return null;
  });
  const problems = examined.ok ? await unaccepted(store, lastGood, examined.candidate) : examined.problems;
  if (files !== null && problems.length === 0) return { candidate: files, rejection: null };
  if (lastGood !== null) return { candidate: lastGood, rejection: { at: Date.now(), problems } };
  throw new UserError(`the rules in ${dir} cannot be used:\n${listed(problems)}`, {
    hint: 'Mend them and check with: cordon rules lint && cordon rules test',
  });
}

/** The last good set, when it can be used and is another than the files. */
async function keptBefore(store: RulesetStore, files: Candidate | null): Promise<Candidate | null> {
  const kept = await store.lastGood();
  if (kept === null || kept.hash === files?.ruleset.hash) return null;
  const examined = await examineContents(kept.contents);
  return examined.ok ? examined.candidate : null;
}

async function unaccepted(
  store: RulesetStore,
  before: Candidate | null,
  files: Candidate,
): Promise<Problem[]> {
  const lost = before === null ? [] : lossesAtStart(before, files);
  return lost.length > 0 && (await store.isAccepted(files.ruleset.hash)) ? [] : lost;
}

const listed = (problems: readonly Problem[]): string =>
  problems.map((one) => `  ${formatProblem(one)}`).join('\n');

/** Rule files are the operator's own text; the log shows where they are broken, not what senders wrote. */
function alarm(log: Logger, { problems }: Rejection, message: string): void {
  log.error(
    { count: problems.length, problems: problems.slice(0, SHOWN_PROBLEMS).map(formatProblem) },
    message,
  );
}
