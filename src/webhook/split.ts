import type { Channel, Envelope } from '../core/message.ts';
import { asId, asList, isObject, limitDepth, type JsonObject } from './json.ts';
import { emptyCounts, fieldLabel, type Counted } from './counted.ts';

/** What one delivery says about one business number, in its own order. */
export interface NumberEnvelopes {
  phoneNumberId: string;
  /** Digits only; null when Meta did not tell it. */
  displayPhoneNumber: string | null;
  envelopes: Envelope[];
}

export interface SplitDelivery {
  envelopesByNumber: NumberEnvelopes[];
  counted: Counted;
}

/** Meta's messages are at most a dozen levels deep. */
const MAX_LEVELS = 64;
const PHONE_NUMBER_ID = /^\d{1,20}$/;

/**
 * Cuts a parsed delivery into uninterpreted messages per business number; everything else is only counted. Takes any
 * JSON value, never throws, and costs linear time. `allowed` null means every number.
 */
export function split(delivery: unknown, allowed: ReadonlySet<string> | null): SplitDelivery {
  const counted = emptyCounts();
  const numbers = new Map<string, NumberEnvelopes>();
  const entries = isObject(delivery) ? asList(delivery['entry']) : [];
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    for (const change of asList(entry['changes'])) {
      if (isObject(change)) splitChange(change, allowed, numbers, counted);
    }
  }
  return { envelopesByNumber: [...numbers.values()], counted };
}

function splitChange(
  change: JsonObject,
  allowed: ReadonlySet<string> | null,
  numbers: Map<string, NumberEnvelopes>,
  counted: Counted,
): void {
  const value = change['value'];
  const label = fieldLabel(change['field']);
  if (label !== null) counted.fields.set(label, (counted.fields.get(label) ?? 0) + 1);
  if (!isObject(value)) return;
  // While another app answers, messages come under `value.standby`; nothing under an unforeseen field may slip by either.
  take(value, value, change['field'] === 'standby' ? 'standby' : 'messages', allowed, numbers, counted);
  if (isObject(value['standby'])) take(value['standby'], value, 'standby', allowed, numbers, counted);
}

/** Takes the lists of `holder` (a `value` or its `standby`); metadata and contacts may sit in `value` instead. */
function take(
  holder: JsonObject,
  value: JsonObject,
  channel: Channel,
  allowed: ReadonlySet<string> | null,
  numbers: Map<string, NumberEnvelopes>,
  counted: Counted,
): void {
  counted.statuses += asList(holder['statuses']).length;
  counted.errors += asList(holder['errors']).length;
  counted.echoes += asList(holder['message_echoes']).length;
  const messages = asList(holder['messages']);
  if (messages.length === 0) return;

  const metadata = holder['metadata'] ?? value['metadata'];
  const phoneNumberId = isObject(metadata) ? asId(metadata['phone_number_id']) : null;
  if (!isObject(metadata) || phoneNumberId === null || !PHONE_NUMBER_ID.test(phoneNumberId)) {
    counted.badNumber += messages.length;
    return;
  }
  if (allowed !== null && !allowed.has(phoneNumberId)) {
    counted.otherNumber += messages.length;
    return;
  }

  const contacts = indexContacts(asList(holder['contacts'] ?? value['contacts']));
  const envelopes: Envelope[] = [];
  for (const message of messages) {
    if (!isObject(message)) {
      counted.notAnObject += 1;
      continue;
    }
    limitDepth(message, MAX_LEVELS);
    envelopes.push({ channel, message, contact: contactOf(message, contacts) });
  }
  counted[channel] += envelopes.length;
  if (envelopes.length > 0) addTo(numbers, phoneNumberId, displayNumber(metadata), envelopes);
}

function addTo(
  numbers: Map<string, NumberEnvelopes>,
  phoneNumberId: string,
  displayPhoneNumber: string | null,
  envelopes: Envelope[],
): void {
  const known = numbers.get(phoneNumberId);
  if (known === undefined) {
    numbers.set(phoneNumberId, { phoneNumberId, displayPhoneNumber, envelopes });
    return;
  }
  known.displayPhoneNumber ??= displayPhoneNumber;
  for (const envelope of envelopes) known.envelopes.push(envelope);
}

/** Contacts by BSUID and by wa_id: Meta promises no order, so an index in the list says nothing. */
function indexContacts(contacts: readonly unknown[]): ReadonlyMap<string, unknown> {
  const index = new Map<string, unknown>();
  for (const contact of contacts) {
    if (!isObject(contact)) continue;
    limitDepth(contact, MAX_LEVELS);
    for (const id of [asId(contact['user_id']), asId(contact['wa_id'])]) {
      if (id !== null) index.set(id, contact);
    }
  }
  return index;
}

function contactOf(message: JsonObject, contacts: ReadonlyMap<string, unknown>): unknown {
  const userId = asId(message['from_user_id']);
  const byUser = userId === null ? undefined : contacts.get(userId);
  if (byUser !== undefined) return byUser;
  const phone = asId(message['from']);
  return (phone === null ? undefined : contacts.get(phone)) ?? null;
}

function displayNumber(metadata: JsonObject): string | null {
  const digits = asId(metadata['display_phone_number'])?.replace(/\D/g, '') ?? '';
  return PHONE_NUMBER_ID.test(digits) ? digits : null;
}
