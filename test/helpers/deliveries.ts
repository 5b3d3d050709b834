import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The secret of the platform's published test vectors. */
export const TEST_SECRET = 'test_app_secret';
export const PHONE_NUMBER_ID = '100000000000010';
export const DISPLAY_PHONE_NUMBER = '15550100001';

export type Json = Record<string, unknown>;

export interface Person {
  /** wa_id digits; null when Meta withholds the phone. */
  phone: string | null;
  userId: string | null;
  name: string;
}

/** An invented person; equal numbers make equal people. */
export function person(n: number): Person {
  const digits = String(n).padStart(7, '0');
  return { phone: `1555${digits}`, userId: `US.9000000000000${digits}`, name: `Person ${n}` };
}

export interface MessageOptions {
  from?: Person;
  id?: string;
  /** Instant in ms; default now. */
  sentAt?: number;
  /** Further members of the message: `context`, `referral`, `group_id` … */
  extra?: Json;
}

/** One member of `messages[]` of any type, e.g. `message('image', { mime_type: 'image/jpeg', sha256 })`. */
export function message(type: string, content: unknown, options: MessageOptions = {}): Json {
  const { from = person(1), id = `wamid.${randomUUID()}`, sentAt = Date.now(), extra = {} } = options;
  return {
    ...(from.phone !== null && { from: from.phone }),
    ...(from.userId !== null && { from_user_id: from.userId }),
    id,
    timestamp: String(Math.floor(sentAt / 1000)),
    type,
    [type]: content,
    ...extra,
  };
}

export const textMessage = (body: string, options: MessageOptions = {}): Json =>
  message('text', { body }, options);

export interface DeliveryOptions {
  phoneNumberId?: string;
  displayPhoneNumber?: string;
  /** The webhook field; `standby` puts the messages under `value.standby`. */
  field?: 'messages' | 'standby';
  /** Whose contact cards come along. */
  people?: readonly Person[];
}

/** A whole delivery with these messages, as Meta sends it. */
export function delivery(messages: readonly unknown[], options: DeliveryOptions = {}): Json {
  return { object: 'whatsapp_business_account', entry: [entry(messages, options)] };
}

/** One `entry[]`, to put several numbers into one delivery. */
export function entry(messages: readonly unknown[], options: DeliveryOptions = {}): Json {
  const { field = 'messages', people = [] } = options;
  const { phoneNumberId = PHONE_NUMBER_ID, displayPhoneNumber = DISPLAY_PHONE_NUMBER } = options;
  const contacts = people.map(contactOf);
  const lists = { ...(contacts.length > 0 && { contacts }), messages };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
    ...(field === 'standby' ? { standby: lists } : lists),
  };
  return { id: '200000000000020', changes: [{ value, field }] };
}

export const contactOf = ({ phone, userId, name }: Person): Json => ({
  profile: { name },
  ...(phone !== null && { wa_id: phone }),
  ...(userId !== null && { user_id: userId }),
});

export interface SignedRequest {
  method: 'POST';
  body: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

export const signature = (body: string | Uint8Array, secret = TEST_SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** A request for `fetch`: the JSON (or the given text as it is), signed. */
export function signed(content: unknown, secret = TEST_SECRET): SignedRequest {
  const body = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature(body, secret) };
  return { method: 'POST', body, headers };
}

/** Sends a signed delivery and answers the status. */
export async function postDelivery(url: string, content: unknown, secret = TEST_SECRET): Promise<number> {
  const response = await fetch(url, signed(content, secret));
  await response.arrayBuffer();
  return response.status;
}

/** Real payload shapes with invented people, by name. */
export const webhookFixtures = JSON.parse(
  readFileSync(new URL('../fixtures/webhooks.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
