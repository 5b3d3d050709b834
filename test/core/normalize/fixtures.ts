import { readFileSync } from 'node:fs';
import type { Envelope, Message, Normalized } from '../../../src/core/message.ts';
import { normalize, type Arrival } from '../../../src/core/normalize/normalize.ts';

export interface Delivery {
  entry: {
    changes: { field: string; value: { contacts?: unknown[]; messages?: Record<string, unknown>[] } }[];
  }[];
}

export const deliveries: ReadonlyMap<string, Delivery> = new Map(
  Object.entries(
    JSON.parse(readFileSync(new URL('../../fixtures/webhooks.json', import.meta.url), 'utf8')) as Record<
      string,
      Delivery
    >,
  ),
);

/** Two seconds after the fixtures' own time. */
export const RECEIVED_AT = 1_793_000_002_000;
export const ARRIVAL: Arrival = {
  phoneNumberId: '100000000000010',
  displayPhoneNumber: '+1 555-010-0001',
  receivedAt: RECEIVED_AT,
};

export function envelopesOf(delivery: Delivery): Envelope[] {
  return delivery.entry
    .flatMap((entry) => entry.changes)
    .flatMap(({ value }) =>
      (value.messages ?? []).map((message): Envelope => ({
        channel: 'messages',
        message,
        contact: value.contacts?.[0],
      })),
    );
}

/** Normalises a message object that must not be skipped. */
export function read(message: unknown, contact?: unknown, arrival: Arrival = ARRIVAL): Message {
  const result: Normalized = normalize({ channel: 'messages', message, contact }, arrival);
  if (result.kind === 'skipped') throw new Error(`skipped: ${result.reason}`);
  return result.message;
}

/** A message with a sender and an id; `fields` are laid over it. */
export function message(fields: Record<string, unknown>): Record<string, unknown> {
  return { from: '15550100123', id: 'wamid.X', timestamp: '1793000000', ...fields };
}
