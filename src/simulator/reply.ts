import { randomBytes, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { isRecord } from './address.ts';
import type { FinalFault } from './fault-picker.ts';
import type { GraphAnswer } from './graph-errors.ts';
import type { Usage } from './headers.ts';
import { graphHeaders } from './headers.ts';
import { applyOddities } from './oddities.ts';
import type { Weather } from './weather.ts';
import { write } from './wire.ts';
import type { World } from './world.ts';

/** What an exchange happens in. `closing` ends whatever still waits. */
export interface Surroundings {
  readonly world: World;
  readonly weather: Weather;
  readonly closing: AbortSignal;
}

/** Gives an answer its trace id, its headers and the oddities in force, and writes it. */
export async function reply(
  { world, weather, closing }: Surroundings,
  response: ServerResponse,
  { version, url, usage }: { version: string; url: URL; usage: Usage },
  answer: GraphAnswer,
  fault: FinalFault | undefined,
): Promise<void> {
  const traceId = `A${randomBytes(15).toString('base64url')}`;
  const facts = { version, traceId, requestId: randomUUID(), now: world.clock.now(), usage };
  const headers = { ...graphHeaders(facts), ...challenge(answer.status), ...answer.headers };
  const { body } = applyOddities(withTrace(answer, traceId), weather.oddities, url);
  await write(response, { status: answer.status, headers, text: JSON.stringify(body) }, fault, closing);
}

function withTrace(answer: GraphAnswer, traceId: string): GraphAnswer {
  if (!isRecord(answer.body.error)) return answer;
  return { ...answer, body: { ...answer.body, error: { ...answer.body.error, fbtrace_id: traceId } } };
}

function challenge(status: number): Record<string, string> {
  if (status !== 401) return {};
  return { 'www-authenticate': 'OAuth "Facebook Platform" "invalid_token" "Error validating access token"' };
}
