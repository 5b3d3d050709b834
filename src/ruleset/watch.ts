import { lookAgain } from '../repeat/look-again.ts';
import type { Candidate } from './candidate.ts';
import { examineFolder } from './candidate.ts';
import { fingerprint } from './fingerprint.ts';
import type { LoadedRuleset } from './parse.ts';
import { lossesOf } from './losses.ts';
import type { Problem } from './problem.ts';

/** An edit that was not put in force, and why. The set in force stays. */
export interface Rejection {
  at: number;
  problems: readonly Problem[];
}

export interface WatchOptions {
  dir: string;
  initial: Candidate;
  /** Set when the start already had to fall back to the last good set. */
  rejection: Rejection | null;
  /** True when the operator accepted this hash although lists shrank. */
  isAccepted: (hash: string) => Promise<boolean>;
  /** A new set is in force. Failures are reported, the set stays in force. */
  onActivated: (candidate: Candidate) => Promise<void>;
  onRejected: (rejection: Rejection) => void;
  onError: (error: unknown) => void;
  now: () => number;
  /** Pause between two looks at the folder, ms; an edit must look the same twice. @default 400 */
  intervalMs?: number;
}

export interface RulesetWatch {
  current: () => LoadedRuleset;
  /** Why the files in the folder are not what is in force; null when they are. */
  rejection: () => Rejection | null;
  close: () => Promise<void>;
}

/**
 * Keeps the ruleset up to date with its folder by looking at it again and again (file events are missing on network and container
 * mounts). A change is read when it looked the same twice, examined beside the set in force, and swapped in whole or not at all.
 */
export function watchRuleset(options: WatchOptions): RulesetWatch {
  const { dir, now, intervalMs = 400 } = options;
  let current = options.initial;
  let rejection = options.rejection;
  /** The fingerprint last acted upon; a rejected edit is looked at again only when the files or the acceptance change. */
  let settled: string | null = null;
  /** An edit that waits to be accepted; examining it again and again would cost a fifth of a processor. */
  let waiting: { seen: string; hash: string } | null = null;
  let previous = '';

  const reject = (problems: readonly Problem[]): void => {
    rejection = { at: now(), problems };
    options.onRejected(rejection);
  };
  /** Returns true when the folder's state is dealt with, false when it waits to be accepted. */
  const examine = async (seen: string): Promise<boolean> => {
    const examined = await examineFolder(dir);
    if (!examined.ok) {
      reject(examined.problems);
      return true;
    }
    const { candidate } = examined;
    const isCurrent = candidate.ruleset.hash === current.ruleset.hash;
    const lost = isCurrent ? [] : lossesOf(current, candidate);
    if (lost.length > 0 && !(await options.isAccepted(candidate.ruleset.hash))) {
      waiting = { seen, hash: candidate.ruleset.hash };
      reject(lost);
      return false;
    }
    rejection = null;
    if (isCurrent) return true;
    current = candidate;
    await options.onActivated(candidate);
    return true;
  };
  const look = async (): Promise<void> => {
    const seen = await fingerprint(dir);
    const quiet = seen === previous;
    previous = seen;
    if (!quiet || seen === settled) return;
    if (waiting?.seen === seen && !(await options.isAccepted(waiting.hash))) return;
    waiting = null;
    const done = await examine(seen);
    // What was written while we read is looked at next time.
    if (done) settled = (await fingerprint(dir)) === seen ? seen : null;
  };
  const looking = lookAgain(() => look().catch(options.onError), intervalMs);

  return {
    current: () => current.ruleset,
    rejection: () => rejection,
    close: looking.close,
  };
}
