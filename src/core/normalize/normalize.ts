import { MESSAGE_TYPES, type Envelope, type Message, type Normalized } from '../message.ts';
import { clip } from '../text/clip.ts';
import { readButton } from './button.ts';
import { countSharedCards } from './contact-cards.ts';
import { readContext } from './context.ts';
import { readIdentityChange, readOwnIds } from './identity-change.ts';
import { digitsOf, readSender } from './identity.ts';
import { findLinks } from './links.ts';
import { readMedia } from './media.ts';
import { readMessageId } from './message-id.ts';
import { readText } from './message-text.ts';
import { field, isObject, items, string, type JsonObject } from './read.ts';
import { readSentAt } from './sent-at.ts';

const MAX_WORD_LENGTH = 128;
const MAX_ERRORS = 20;

/** Which number a message came to and when the receiver accepted it (ms). */
export interface Arrival {
  phoneNumberId: string;
  displayPhoneNumber: string | null;
  receivedAt: number;
}

/**
 * Meta's message as one `Message`. Takes any JSON: what is missing or of a wrong type is read as absent, never an error, and
 * nothing is changed in the envelope. The same envelope gives the same message on every delivery.
 */
export function normalize(envelope: Envelope, at: Arrival): Normalized {
  const { message, contact, channel } = envelope;
  if (!isObject(message)) return { kind: 'skipped', reason: 'not-an-object' };
  const rawType = readType(message);
  const type = MESSAGE_TYPES.find((known) => known === rawType) ?? 'unknown';
  const identityChange = type === 'system' ? readIdentityChange(message) : null;
  const sender = readSender(readOwnIds(message, identityChange), contact);
  if (sender === null) return { kind: 'skipped', reason: 'no-sender' };

  const content = type === 'edit' ? editedMessage(message) : message;
  const contentType = content === message ? rawType : readType(content);
  const text = readText(content, contentType);
  const media = readMedia(content, contentType);
  const normalized: Message = {
    id: readMessageId(message, [sender.id, rawType, media?.sha256 ?? '', text]),
    phoneNumberId: at.phoneNumberId,
    displayPhoneNumber: digitsOf(at.displayPhoneNumber) || null,
    channel,
    sender,
    sentAt: readSentAt(field(message, 'timestamp'), at.receivedAt),
    receivedAt: at.receivedAt,
    type,
    rawType,
    text,
    links: findLinks(text),
    ...readContext(message, at.displayPhoneNumber),
    button: readButton(content, contentType),
    media,
    contactCards: contentType === 'contacts' ? countSharedCards(content, sender) : 0,
    referral: readReferral(message),
    groupId: word(field(message, 'group_id')) || null,
    errorCodes: readErrorCodes(message),
    identityChange,
  };
  return { kind: 'message', message: normalized };
}

/** Meta's word for the type, or what the content tells when that is missing. */
function readType(message: JsonObject): string {
  return word(field(message, 'type')) || (MESSAGE_TYPES.find((type) => isObject(field(message, type))) ?? '');
}

/** The new version inside an `edit`; an edit without one is read as it is. */
function editedMessage(message: JsonObject): JsonObject {
  const edited = field(field(message, 'edit'), 'message');
  return isObject(edited) ? edited : message;
}

function readReferral(message: JsonObject): Message['referral'] {
  const referral = field(message, 'referral');
  if (!isObject(referral)) return null;
  return { sourceType: word(field(referral, 'source_type')), sourceId: word(field(referral, 'source_id')) };
}

function readErrorCodes(message: JsonObject): number[] {
  return items(field(message, 'errors'), MAX_ERRORS)
    .map((error) => field(error, 'code'))
    .map((code) => (typeof code === 'string' && /^\d{1,9}$/.test(code) ? Number(code) : code))
    .filter((code): code is number => typeof code === 'number' && Number.isSafeInteger(code));
}

function word(value: unknown): string {
  return clip((string(value) ?? '').trim(), MAX_WORD_LENGTH);
}
