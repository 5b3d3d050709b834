import type { Ruleset } from '../core/ruleset.ts';
import { withPolicies } from '../core/ruleset.ts';

/** Half the time a new protection may take to be known (PROTECTION_PICKUP_MS). */
const POLL_MS = 1_000;

export interface ProtectedSenders {
  /** The ruleset with everybody protected now added to those its policies protect, at every number. */
  addTo: (ruleset: Ruleset) => Ruleset;
  close: () => void;
}

export interface ProtectedSource {
  /** Everybody protected, when something changed since `version`; null when nothing did. '' = there never was anybody. */
  changedSince: (version: string | null) => Promise<{ version: string; ids: ReadonlySet<string> } | null>;
  restore: (ids: readonly string[]) => Promise<unknown>;
}

/**
 * Keeps up with the senders operators protect while Cordon runs. Resolves once they were read; later failures to read are
 * reported and keep those known.
 */
export async function watchProtectedSenders(
  source: ProtectedSource,
  failed: (error: unknown) => void,
): Promise<ProtectedSenders> {
  let known: { version: string | null; ids: ReadonlySet<string> } = { version: null, ids: new Set() };
  let merged: { from: Ruleset; ids: ReadonlySet<string>; ruleset: Ruleset } | null = null;
  let asking = false;
  const ask = async (): Promise<void> => {
    const found = await source.changedSince(known.version);
    // Taking the last one off leaves a version behind: without any, Redis lost them, and nobody meant to unprotect them.
    if (found?.version === '' && known.ids.size > 0) await source.restore([...known.ids]);
    else known = found ?? known;
  };
  await ask();
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    ask()
      .catch(failed)
      .finally(() => (asking = false));
  }, POLL_MS);
  timer.unref();

  return {
    addTo(ruleset) {
      if (known.ids.size === 0) return ruleset;
      if (merged?.from !== ruleset || merged.ids !== known.ids) {
        const { ids } = known;
        const more = withPolicies(ruleset, (policy) => ({
          ...policy,
          protectedSenders: new Set([...policy.protectedSenders, ...ids]),
        }));
        merged = { from: ruleset, ids, ruleset: more };
      }
      return merged.ruleset;
    },
    close: () => clearInterval(timer),
  };
}
