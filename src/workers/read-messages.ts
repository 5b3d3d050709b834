import type { FactPlan } from '../core/facts.ts';
import type { Chunk, Message } from '../core/message.ts';
import { normalize } from '../core/normalize/normalize.ts';
import type { Policy } from '../core/policy.ts';
import { observationOf } from '../core/state/observation-of.ts';
import type { Observation } from '../core/state/sender-state.ts';
import type { TextViews } from '../core/text/views.ts';
import { textViews } from '../core/text/views.ts';
import { mapInSlices } from './slices.ts';

export interface ReadDeps {
  store: { messageKey: (messageId: string) => string };
  events: { skipped: (reason: string) => void };
}

/** A message as it is judged: read, with the key it goes by and what is to be remembered of it. */
export interface Keyed {
  message: Message;
  key: string;
  text: TextViews;
  observation: Observation;
}

/** The chunk's messages, each id once; what is no message of a person is counted. */
export async function readMessages(
  chunk: Chunk,
  plan: FactPlan,
  policy: Policy,
  deps: ReadDeps,
): Promise<Keyed[]> {
  const { phoneNumberId, displayPhoneNumber, receivedAt } = chunk;
  const seen = new Set<string>();
  const read = await mapInSlices(chunk.envelopes, (envelope): Keyed | null => {
    const result = normalize(envelope, { phoneNumberId, displayPhoneNumber, receivedAt });
    if (result.kind === 'skipped') deps.events.skipped(result.reason);
    if (result.kind === 'skipped' || seen.has(result.message.id)) return null;
    const { message } = result;
    seen.add(message.id);
    const text = textViews(message.text);
    const key = deps.store.messageKey(message.id);
    return { message, key, text, observation: observationOf(message, text, key, plan, policy) };
  });
  return read.filter((one) => one !== null);
}
