import { createHmac, timingSafeEqual } from 'node:crypto';
import { changeBlocklist, listBlocked } from './block-users.ts';
import type { Target, UserFate } from './fault-picker.ts';
import { errorAnswer } from './graph-errors.ts';
import type { GraphAnswer } from './graph-errors.ts';
import type { GraphRoute } from './graph-route.ts';
import { sendMessage } from './send-message.ts';
import type { World } from './world.ts';

export interface GraphRequest {
  readonly target: Target;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  /** `undefined`: there was a body, and it is not JSON. An absent body is `null`. */
  readonly body: unknown;
  /** Id of the message if this request sends one. */
  readonly messageId: string;
}

/** Authorises and carries out one request. */
export function answerGraph(
  world: World,
  request: GraphRequest,
  fateOf: (index: number) => UserFate,
): GraphAnswer {
  const { verb, edge, phoneNumberId } = request.target;
  const refusal = authorise(world, request);
  if (refusal !== undefined) return refusal;
  if (edge === 'block_users' && verb === 'GET') return listBlocked(world, phoneNumberId, request.query);
  const supported = edge === 'block_users' ? verb === 'POST' || verb === 'DELETE' : verb === 'POST';
  if (!supported) return unsupported(verb, phoneNumberId);
  if (request.body === undefined) return errorAnswer(100, { details: 'The request body is not valid JSON.' });
  if (edge === 'messages') return sendMessage(world, phoneNumberId, request.body, request.messageId);
  return changeBlocklist(world, phoneNumberId, verb === 'POST' ? 'block' : 'lift', request.body, fateOf);
}

/** For paths that lead nowhere. */
export function answerNowhere(verb: string, route: Exclude<GraphRoute, { kind: 'edge' }>): GraphAnswer {
  if (route.kind === 'no-object') return unsupported(verb, route.id);
  return errorAnswer(2500, { message: `Unknown path components: ${route.path}` });
}

function unsupported(verb: string, id: string): GraphAnswer {
  return errorAnswer(100, {
    type: 'GraphMethodException',
    subcode: 33,
    message:
      `Unsupported ${verb.toLowerCase()} request. Object with ID '${id}' does not exist, ` +
      'cannot be loaded due to missing permissions, or does not support this operation.',
  });
}

function authorise(world: World, { authorization, query }: GraphRequest): GraphAnswer | undefined {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? query.get('access_token') ?? '';
  if (token === '') {
    return errorAnswer(190, { message: 'An access token is required to request this resource.' });
  }
  if (world.badTokens.has(token)) return errorAnswer(190, { subcode: 463 });
  const proof = query.get('appsecret_proof');
  const secret = world.settings.appSecret;
  if (
    secret === undefined ||
    proof === null ||
    proves(proof, secret, token, query.get('appsecret_time'), world.clock.now())
  ) {
    return undefined;
  }
  return errorAnswer(100, {
    type: 'GraphMethodException',
    message: 'Invalid appsecret_proof provided in the API argument',
  });
}

/** A proof with a time holds for five minutes. */
function proves(proof: string, secret: string, token: string, time: string | null, now: number): boolean {
  if (time !== null && !(Math.abs(now / 1000 - Number(time)) <= 300)) return false;
  const text = time === null ? token : `${token}|${time}`;
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(proof, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
