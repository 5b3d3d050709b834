import { setTimeout as pause } from 'node:timers/promises';
import { fingerprint } from '../ruleset/fingerprint.ts';

/**
 * Runs now, and again whenever something in the folder has changed and looked the same twice, until the signal. A run is never
 * interrupted; what changes meanwhile is seen after it.
 */
export async function rerunOnChange(
  dir: string,
  run: () => Promise<void>,
  stop: AbortSignal,
  intervalMs = 300,
): Promise<void> {
  let done: string | null = null;
  let previous = await fingerprint(dir);
  while (!stop.aborted) {
    const seen = await fingerprint(dir);
    if (seen === previous && seen !== done) {
      await run();
      done = seen;
    }
    previous = seen;
    await pause(intervalMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
