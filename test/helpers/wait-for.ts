export interface WaitOptions {
  /** Default 10,000 ms. */
  timeoutMs?: number;
  /** Pause between two tries; default 20 ms. */
  everyMs?: number;
  /** What is awaited, for the error message; default the condition's source. */
  what?: string;
}

/**
 * Polls until the condition answers something truthy, and returns that. A condition that throws counts as "not yet";
 * its last error becomes the cause when time is up.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 20, what = condition.toString() }: WaitOptions = {},
): Promise<NonNullable<Exclude<T, false | 0 | ''>>> {
  const until = performance.now() + timeoutMs;
  let seen: unknown;
  let cause: Error | undefined;
  for (;;) {
    try {
      const answer = await condition();
      if (answer) return answer as NonNullable<Exclude<T, false | 0 | ''>>;
      seen = answer;
      cause = undefined;
    } catch (error) {
      cause = error instanceof Error ? error : new Error(String(error));
    }
    if (performance.now() >= until) {
      const last = cause === undefined ? `last answer: ${String(seen)}` : `last error: ${cause.message}`;
      throw new Error(`waited ${timeoutMs} ms in vain for: ${what} (${last})`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
