import type { Envelope } from '../core/message.ts';
import { bsuid } from '../core/normalize/identity.ts';
import type { Arrival } from '../core/normalize/normalize.ts';
import type { TestCase, TestedType } from './test-case.ts';
import { typeOf } from './test-case.ts';

/** A number nobody has: it belongs to no country. */
const SOMEBODY = '15550100123';
const PHONE_NUMBER_ID = '100000000000010';
const DISPLAY_PHONE_NUMBER = '15550100001';

/** Which number a test's messages came to. A `number` stands for both of its names: a test cannot tell which one it wrote. */
export function testArrival({ number }: TestCase, receivedAt: number): Arrival {
  return {
    phoneNumberId: number ?? PHONE_NUMBER_ID,
    displayPhoneNumber: number ?? DISPLAY_PHONE_NUMBER,
    receivedAt,
  };
}

/** What a sender goes by: a phone (digits), a business-scoped user id, or both. */
export interface Identity {
  phone: string | null;
  userId: string | null;
}

/** A test line as Meta would deliver it: `index` tells the copies apart. Times are whole seconds, as on the wire. */
export function testEnvelope(
  test: TestCase,
  index: number,
  sentAt: number,
  { phone, userId }: Identity = identityOf(test),
): Envelope {
  const type = typeOf(test);
  const context = contextOf(test);
  const profile = {
    ...(test.name !== undefined && { name: test.name }),
    ...(test.username !== undefined && { username: test.username }),
  };
  return {
    channel: 'messages',
    contact: {
      profile,
      ...(phone !== null && { wa_id: phone }),
      ...(userId !== null && { user_id: userId }),
    },
    message: {
      ...(phone !== null && { from: phone }),
      ...(userId !== null && { from_user_id: userId }),
      id: `wamid.RULE_TEST_${index}`,
      timestamp: String(Math.floor(sentAt / 1000)),
      type,
      [type]: body(type, test, index),
      ...(context !== null && { context }),
      ...(test.ad === true && { referral: { source_type: 'ad', source_id: 'rule-test' } }),
    },
  };
}

/** A phone as in most webhooks; a user id alone, as Meta sends it for people who hide their phone, when the test says one or a country. */
export function identityOf({ from, country }: Pick<TestCase, 'from' | 'country'>): Identity {
  const named = from === undefined ? null : bsuid(from);
  const userId = named ?? (country === undefined ? null : `${country}.90000000000000000123`);
  const phone = named === null ? (from ?? (userId === null ? SOMEBODY : null)) : null;
  return { phone, userId };
}

function contextOf({ forwarded, reply, number = DISPLAY_PHONE_NUMBER }: TestCase): object | null {
  if (forwarded === undefined && reply === undefined) return null;
  return {
    ...(forwarded !== undefined &&
      (forwarded === 'many' ? { frequently_forwarded: true } : { forwarded: true })),
    ...(reply !== undefined && { id: 'wamid.ANSWERED', from: reply === 'us' ? number : SOMEBODY }),
  };
}

function body(type: TestedType, test: TestCase, index: number): unknown {
  const { text = '', button = 'reply', contact_cards: cards = 1 } = test;
  switch (type) {
    case 'text':
      return { body: text };
    case 'image':
    case 'video':
    case 'document':
      return { ...file(type, test, index), ...(text === '' ? {} : { caption: text }) };
    case 'audio':
    case 'sticker':
      return file(type, test, index);
    case 'location':
      return { latitude: 0, longitude: 0, ...(text === '' ? {} : { name: text }) };
    case 'contacts':
      return Array.from({ length: cards }, () => ({
        name: { formatted_name: text, first_name: text },
        phones: [],
      }));
    case 'interactive':
      return { type: 'button_reply', button_reply: { id: button, title: text } };
    case 'button':
      return { text, payload: button };
    case 'reaction':
      return { message_id: 'wamid.REACTED_TO', emoji: text };
  }
}

function file(type: keyof typeof MIME, { media }: TestCase, index: number): object {
  // Unless the test names a file, every copy is one of its own, as in an album.
  const ownHash = Buffer.alloc(32, index % 256).fill(index >> 8, 0, 1);
  return {
    id: `media-${index}`,
    sha256: media?.sha256 ?? ownHash.toString('base64'),
    mime_type: media?.mime ?? MIME[type],
    ...(media?.file_name !== undefined && { filename: media.file_name }),
  };
}

const MIME = {
  image: 'image/jpeg',
  video: 'video/mp4',
  document: 'application/pdf',
  audio: 'audio/ogg',
  sticker: 'image/webp',
} as const;
