import type { IncomingMessage, ServerResponse } from 'node:http';

import { answer, answerUnread } from './answer.ts';
import { readBody, type ByteBudget } from './body.ts';
import type { Outcome, ReceiverEvents } from './events.ts';
import type { Intake } from './intake.ts';
import { claimedSignature, isSignedBy } from './signature.ts';
import { split } from './split.ts';

/** Why no new messages can be taken at the moment; null when they can. */
export type PressureState = 'queue-depth' | 'redis-memory' | 'redis-unreachable' | null;

export interface DeliveryDeps {
  /** The app secrets in force, asked for at every delivery so that they can be rotated. */
  secrets: () => readonly string[];
  /** null: every number. */
  allowedNumbers: ReadonlySet<string> | null;
  intake: Intake;
  budget: ByteBudget;
  pressure: () => PressureState;
  events: ReceiverEvents;
  now: () => number;
  maxBodyBytes: number;
  /** True while closing: answers then end their connections. */
  closing: () => boolean;
}

/** `POST /webhook`: read → verify → split → store → answer. 200 means everything that matters is stored. */
export async function receiveDelivery(
  req: IncomingMessage,
  res: ServerResponse,
  deps: DeliveryDeps,
): Promise<void> {
  const startedAt = performance.now();
  const done = (outcome: Outcome): void => deps.events.delivery(outcome, performance.now() - startedAt);

  const claimed = claimedSignature(req.headers['x-hub-signature-256']);
  if (claimed === null) {
    answerUnread(req, res, 401);
    done('bad-signature');
    return;
  }
  const read = await readBody(req, deps.maxBodyBytes, deps.budget);
  switch (read.kind) {
    case 'complete':
      try {
        const outcome = await takeDelivery(read.body, claimed, deps);
        answer(res, STATUS[outcome], deps.closing());
        done(outcome);
      } finally {
        deps.budget.give(read.body.length);
      }
      return;
    case 'too-large':
      answerUnread(req, res, 413);
      done('too-large');
      return;
    case 'over-budget':
      answerUnread(req, res, 503);
      done('overloaded');
      return;
    case 'aborted':
      done('aborted');
  }
}

type Taken = Extract<
  Outcome,
  'stored' | 'empty' | 'bad-signature' | 'not-json' | 'overloaded' | 'not-stored'
>;
const STATUS = {
  stored: 200,
  empty: 200,
  'bad-signature': 401,
  'not-json': 400,
  overloaded: 503,
  'not-stored': 503,
} as const satisfies Record<Taken, number>;

async function takeDelivery(body: Buffer, claimed: Buffer, deps: DeliveryDeps): Promise<Taken> {
  if (!isSignedBy(body, claimed, deps.secrets())) return 'bad-signature';
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    return 'not-json';
  }
  const { envelopesByNumber, counted } = split(parsed, deps.allowedNumbers);
  deps.events.counted(counted);
  if (envelopesByNumber.length === 0) return 'empty';
  if (deps.pressure() !== null) return 'overloaded';
  try {
    await deps.intake.submit(envelopesByNumber, body.length, deps.now());
    return 'stored';
  } catch (error) {
    deps.events.storeFailed(error);
    return 'not-stored';
  }
}
