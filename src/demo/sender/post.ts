import { setTimeout as sleep } from 'node:timers/promises';
import { sign } from './payload.ts';

/** As Meta does: a delivery that is not answered 200 comes again, later and later. Meta goes on for days; a story cannot. */
const GIVE_UP_MS = 30_000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 3_000;
const TIMEOUT_MS = 5_000;

export interface Posted {
  acknowledged: boolean;
  retries: number;
}

/** Posts until the receiver says 200, or never will. */
export async function postUntilAcknowledged(
  url: string,
  delivery: unknown,
  appSecret: string,
): Promise<Posted> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (
    let retries = 0, waitMs = FIRST_WAIT_MS;
    ;
    retries += 1, waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  ) {
    const status = await post(url, delivery, appSecret).catch(() => null);
    if (status === 200) return { acknowledged: true, retries };
    const mayPass = status === null || status >= 500;
    if (!mayPass || performance.now() > giveUpAt) return { acknowledged: false, retries };
    await sleep(waitMs);
  }
}

/** One signed POST; answers the status. */
export async function post(url: string, content: unknown, appSecret: string): Promise<number> {
  const body = JSON.stringify(content);
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign(body, appSecret) },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  });
  await response.arrayBuffer();
  return response.status;
}
