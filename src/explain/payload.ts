import type { Channel } from '../core/message.ts';
import type { Arrival } from '../timeline/timeline.ts';
import { split } from '../webhook/split.ts';

export type { Arrival };

/** The number taken for a message that does not say to which it was sent. */
export const SOME_NUMBER = '100000000000010';

export type Payload =
  { ok: true; arrivals: Arrival[]; passedOver: string[] } | { ok: false; message: string };

/**
 * Every message in a saved payload: a whole delivery, its `value`, one message, a kept envelope (`{ channel, message, contact }`), or
 * a list of any of them. `passedOver` names what else a delivery held, with counts.
 */
export function readPayload(text: string, phoneNumberId = SOME_NUMBER): Payload {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { ok: false, message: `is not JSON (${error instanceof Error ? error.message : 'unreadable'})` };
  }
  const arrivals: Arrival[] = [];
  const passedOver = new Map<string, number>();
  for (const item of Array.isArray(json) ? (json as unknown[]) : [json]) {
    const found = arrivalsIn(item, phoneNumberId);
    if (found === null) {
      const message = 'holds neither a delivery of Meta ("entry") nor a message ("from" or "type")';
      return { ok: false, message };
    }
    for (const arrival of found.arrivals) arrivals.push(arrival);
    for (const [name, count] of found.passedOver) passedOver.set(name, (passedOver.get(name) ?? 0) + count);
  }
  return { ok: true, arrivals, passedOver: [...passedOver].map(([name, count]) => `${count} ${name}`) };
}

/** The messages of one delivery or part of one, and what else it held (in words → how often); null when it is neither. */
export function arrivalsIn(
  item: unknown,
  phoneNumberId = SOME_NUMBER,
): { arrivals: Arrival[]; passedOver: ReadonlyMap<string, number> } | null {
  const delivery = asDelivery(item, phoneNumberId);
  if (delivery === null) return null;
  const { envelopesByNumber, counted } = split(delivery, null);
  const passedOver = new Map<string, number>();
  for (const name of ['statuses', 'echoes', 'errors', 'notAnObject', 'badNumber'] as const)
    if (counted[name] > 0) passedOver.set(NAMES[name] ?? name, counted[name]);
  const arrivals = envelopesByNumber.flatMap(({ envelopes, ...number }) =>
    envelopes.map((envelope) => ({ ...number, envelope })),
  );
  return { arrivals, passedOver };
}

const NAMES: Readonly<Record<string, string>> = {
  statuses: 'delivery statuses',
  echoes: 'messages of the business itself',
  notAnObject: 'messages that are no objects',
  badNumber: 'messages without a usable phone_number_id',
};

/** The item as a delivery, whatever part of one it is; null when it is none. */
function asDelivery(item: unknown, phoneNumberId: string): unknown {
  if (typeof item !== 'object' || item === null) return null;
  if ('entry' in item) return item;
  if ('changes' in item) return { entry: [item] };
  if ('value' in item && 'field' in item) return { entry: [{ changes: [item] }] };
  if ('messages' in item || 'standby' in item || 'statuses' in item) {
    const value = 'metadata' in item ? item : { metadata: { phone_number_id: phoneNumberId }, ...item };
    return { entry: [{ changes: [{ field: 'messages', value }] }] };
  }
  if ('message' in item && 'channel' in item) {
    const contact = 'contact' in item ? item.contact : null;
    return ofMessage(
      item.message,
      contact,
      item.channel === 'standby' ? 'standby' : 'messages',
      phoneNumberId,
    );
  }
  const isMessage = 'from' in item || 'from_user_id' in item || 'type' in item;
  return isMessage ? ofMessage(item, null, 'messages', phoneNumberId) : null;
}

function ofMessage(message: unknown, contact: unknown, field: Channel, phoneNumberId: string): unknown {
  const contacts = contact === null ? [] : [contact];
  const value = { metadata: { phone_number_id: phoneNumberId }, contacts, messages: [message] };
  return { entry: [{ changes: [{ field, value }] }] };
}
