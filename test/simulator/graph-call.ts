import type { Simulator } from '../../src/simulator/server.ts';

export const PNID = '100000000000001';
export const OFFENDER = '+15550100123';
export const OTHER = '+15550100124';

export interface CallOptions {
  readonly body?: unknown;
  readonly path?: string;
  readonly token?: string | null;
  readonly signal?: AbortSignal;
}

/** One Graph call as a client makes it. `body` is sent as it is when it is text. */
export async function call(
  simulator: Simulator,
  method: string,
  options: CallOptions = {},
): Promise<Response> {
  const { body, path = `/v25.0/${PNID}/block_users`, token = 'good', signal } = options;
  return fetch(simulator.url + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

export function users(...names: string[]): Record<string, unknown> {
  const entries = names.map((name) => (/^[A-Z]/.test(name) ? { user_id: name } : { user: name }));
  return { messaging_product: 'whatsapp', block_users: entries };
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export async function answer(simulator: Simulator, method: string, options?: CallOptions): Promise<Answer> {
  const response = await call(simulator, method, options);
  return { status: response.status, body: await response.json() };
}

export const post = (simulator: Simulator, ...names: string[]): Promise<Answer> =>
  answer(simulator, 'POST', { body: users(...names) });

export const lift = (simulator: Simulator, ...names: string[]): Promise<Answer> =>
  answer(simulator, 'DELETE', { body: users(...names) });

/** Why a fetch failed, as Node names it: ECONNRESET, UND_ERR_SOCKET, TimeoutError… No instanceof: Node's errors are of another realm here. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { cause = error } = error as { cause?: unknown };
    const { code, name } = cause as { code?: unknown; name: string };
    return typeof code === 'string' ? code : name;
  }
  return 'no failure';
}
