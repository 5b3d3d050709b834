import type { Sender } from '../message.ts';
import type { AuthoredText } from './authored-text.ts';
import { digitsOf } from './identity.ts';
import { field, isObject, items, string, type JsonObject } from './read.ts';
import { vcardValues } from './vcard.ts';

/** WhatsApp sends at most 257 cards at once. */
export const MAX_CARDS = 257;
const MAX_ENTRIES = 20;

export function contactCardsOf(message: JsonObject): JsonObject[] {
  return items(field(message, 'contacts'), MAX_CARDS).filter(isObject);
}

/** Cards shared by hand: a person's own number, handed over because the business asked for it, is no such card. */
export function countSharedCards(message: JsonObject, sender: Sender): number {
  if (field(message, 'origin') === 'contact_request') return 0;
  return contactCardsOf(message).filter(
    (card) => field(card, 'origin') !== 'contact_request' && !isOwnCard(card, sender),
  ).length;
}

export function addCardText(card: JsonObject, text: AuthoredText): void {
  for (const group of ['name', 'org']) {
    const value = field(card, group);
    if (isObject(value)) text.add(...Object.values(value).slice(0, MAX_ENTRIES));
    else text.add(value);
  }
  for (const entry of items(field(card, 'urls'), MAX_ENTRIES)) text.add(field(entry, 'url'));
  for (const entry of items(field(card, 'emails'), MAX_ENTRIES)) text.add(field(entry, 'email'));
  text.add(...vcardValues(string(field(card, 'vcard')) ?? ''));
}

function isOwnCard(card: JsonObject, sender: Sender): boolean {
  if (sender.phone === null) return false;
  return items(field(card, 'phones'), MAX_ENTRIES).some(
    (entry) =>
      digitsOf(field(entry, 'wa_id')) === sender.phone || digitsOf(field(entry, 'phone')) === sender.phone,
  );
}
