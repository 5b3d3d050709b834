/** How a caller waits for a number that another process is serving. */
export interface Patience {
  /** Given up after this long, ms. */
  waitMs: number;
  /** Time between two tries, ms. */
  everyMs: number;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Called once, when there is something to wait for. */
  onWait?: () => void;
}

/** Tries `work` again while another process has the number's lease; what it answers last is the answer. */
export async function whileBusy<T extends { kind: string }>(
  work: () => Promise<T>,
  { waitMs, everyMs, now, sleep, onWait }: Patience,
): Promise<T> {
  const giveUpAt = now() + waitMs;
  let result = await work();
  if (result.kind === 'busy') onWait?.();
  while (result.kind === 'busy' && now() < giveUpAt) {
    await sleep(everyMs);
    result = await work();
  }
  return result;
}
