import { createHmac } from 'node:crypto';
import type { Person } from '../story/cast.ts';
import type { PlannedMessage } from '../story/scene.ts';

type Json = Record<string, unknown>;

export interface BusinessNumber {
  phoneNumberId: string;
  displayPhoneNumber: string;
}

/** A delivery of these messages as Meta sends it: contacts, messages, times in whole seconds. `sentAt` in ms. */
export function deliveryOf(
  messages: readonly PlannedMessage[],
  sentAt: number,
  number: BusinessNumber,
): Json {
  const people = [...new Set(messages.map(({ from }) => from))];
  return envelope(number, {
    contacts: people.map(contactOf),
    messages: messages.map((message) => messageOf(message, sentAt)),
  });
}

/** What Meta reports on the business's own messages; it shares the webhook with the customers'. */
export function statusesOf(people: readonly Person[], sentAt: number, number: BusinessNumber): Json {
  return envelope(number, {
    statuses: people.flatMap((person) =>
      ['delivered', 'read'].map((status) => ({
        id: `wamid.OURS${String(sentAt)}`,
        status,
        timestamp: seconds(sentAt),
        ...(person.phone !== null && { recipient_id: person.phone }),
        ...(person.userId !== null && { recipient_user_id: person.userId }),
      })),
    ),
  });
}

/** Several deliveries in one POST. */
export function together(...deliveries: readonly Json[]): Json {
  return {
    object: 'whatsapp_business_account',
    entry: deliveries.flatMap(({ entry }) => (Array.isArray(entry) ? (entry as unknown[]) : [])),
  };
}

export const sign = (body: string, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

function envelope({ phoneNumberId, displayPhoneNumber }: BusinessNumber, lists: Json): Json {
  const metadata = { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId };
  const value = { messaging_product: 'whatsapp', metadata, ...lists };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '200000000000020', changes: [{ value, field: 'messages' }] }],
  };
}

function messageOf({ id, from, content }: PlannedMessage, sentAt: number): Json {
  return {
    ...(from.phone !== null && { from: from.phone }),
    ...(from.userId !== null && { from_user_id: from.userId }),
    id,
    timestamp: seconds(sentAt),
    ...content,
  };
}

function contactOf({ name, username, phone, userId }: Person): Json {
  return {
    profile: { name, ...(username !== null && { username }) },
    ...(phone !== null && { wa_id: phone }),
    ...(userId !== null && { user_id: userId }),
  };
}

const seconds = (ms: number): string => String(Math.floor(ms / 1000));
