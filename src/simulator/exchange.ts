import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FinalFault, Target } from './fault-picker.ts';
import { answerGraph, answerNowhere } from './graph.ts';
import { errorAnswer } from './graph-errors.ts';
import type { GraphAnswer } from './graph-errors.ts';
import { parseGraphPath } from './graph-route.ts';
import { reply } from './reply.ts';
import type { Surroundings } from './reply.ts';
import { batchSize, errorCode } from './request-log.ts';
import { readBody, reset, waitMs, write } from './wire.ts';

/** One Graph call, from its first byte to the end the faults give it. Rejects when the client breaks off its request. */
export async function serveGraph(
  surroundings: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { world, weather, closing } = surroundings;
  const verb = request.method ?? 'GET';
  const raw = await readBody(request);
  const route = parseGraphPath(url.pathname);
  let { usage } = weather;
  const send = (answer: GraphAnswer, fault?: FinalFault): Promise<void> =>
    reply(surroundings, response, { version: route.version, url, usage }, answer, fault);
  if (raw === 'too-large') {
    response.shouldKeepAlive = false;
    return send(errorAnswer(1, { status: 413, message: 'Please reduce the amount of data in your request' }));
  }
  if (route.kind !== 'edge') return send(answerNowhere(verb, route));

  const target: Target = { verb, edge: route.edge, phoneNumberId: route.phoneNumberId };
  const picked = weather.faults.pick(target, world.clock.now());
  const { kinds, delayBeforeMs, delayAfterMs, final, fateOf } = picked;
  usage = picked.usage ?? usage;
  const body = parseJson(raw);
  const log = (end: End): void =>
    weather.requests.add({ at: world.clock.now(), ...target, users: batchSize(body), ...end, faults: kinds });
  const strike = async (when: 'before' | 'after'): Promise<boolean> => {
    if (final === undefined || !('when' in final) || final.when !== when) return false;
    await strikeDown(final, when === 'after', { response, log, send, closing });
    return true;
  };

  if (!(await waitMs(delayBeforeMs, closing)) || (await strike('before'))) return;
  const messageId = `wamid.SIM${randomBytes(12).toString('hex').toUpperCase()}`;
  const { authorization } = request.headers;
  const answer = answerGraph(
    world,
    { target, query: url.searchParams, authorization, body, messageId },
    fateOf,
  );
  if (!(await waitMs(delayAfterMs, closing)) || (await strike('after'))) return;
  if (final?.kind === 'reset') log({ ended: 'reset', status: 0, processed: true });
  else log(answered(answer, true));
  await send(answer, final);
}

interface End {
  readonly ended: 'answered' | 'reset' | 'hang';
  readonly status: number;
  readonly processed: boolean;
  readonly code?: number;
}

interface Line {
  readonly response: ServerResponse;
  readonly closing: AbortSignal;
  readonly log: (end: End) => void;
  readonly send: (answer: GraphAnswer) => Promise<void>;
}

/** Ends the call the way the fault says, instead of with the true answer. */
async function strikeDown(
  fault: Extract<FinalFault, { when: unknown }>,
  processed: boolean,
  { response, log, send, closing }: Line,
): Promise<void> {
  switch (fault.kind) {
    case 'hang':
      // The socket stays open until the client or the simulator goes.
      log({ ended: 'hang', status: 0, processed });
      return;
    case 'reset':
      log({ ended: 'reset', status: 0, processed });
      reset(response);
      return;
    case 'html': {
      log({ ended: 'answered', status: fault.status, processed });
      const { status, retryAfterSeconds: retry } = fault;
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        ...(retry === undefined ? {} : { 'retry-after': String(retry) }),
      };
      return write(response, { status, headers, text: errorPage(status) }, undefined, closing);
    }
    case 'error': {
      const answer = errorAnswer(fault.code, fault);
      log(answered(answer, processed));
      return send(answer);
    }
  }
}

function answered(answer: GraphAnswer, processed: boolean): End {
  const code = errorCode(answer.body);
  return { ended: 'answered', status: answer.status, processed, ...(code === undefined ? {} : { code }) };
}

/** `null` for no body, `undefined` for one that is not JSON. */
function parseJson(raw: Buffer): unknown {
  if (raw.length === 0) return null;
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

const errorPage = (status: number): string =>
  `<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1><p>${status}</p></body></html>\n`;
