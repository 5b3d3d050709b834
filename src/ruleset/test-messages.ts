import type { Envelope } from '../core/message.ts';
import type { TestCase, TestedType } from './rule-schema.ts';

/** A test line as Meta would deliver it: `index` tells the copies apart. Times are whole seconds, as on the wire. */
export function testEnvelope(test: TestCase, index: number, sentAt: number): Envelope {
  const { text = '', type = 'text', forwarded } = test;
  const context =
    forwarded === undefined
      ? {}
      : { context: forwarded === 'many' ? { frequently_forwarded: true } : { forwarded: true } };
  return {
    channel: 'messages',
    contact: { profile: { name: 'Rule test' }, wa_id: '15550100123' },
    message: {
      from: '15550100123',
      id: `wamid.RULE_TEST_${index}`,
      timestamp: String(Math.floor(sentAt / 1000)),
      type,
      [type]: body(type, text, index),
      ...context,
    },
  };
}

function body(type: TestedType, text: string, index: number): unknown {
  // Every copy is a picture of its own, as in an album.
  const file = {
    id: `media-${index}`,
    sha256: Buffer.alloc(32, index % 256)
      .fill(index >> 8, 0, 1)
      .toString('base64'),
  };
  switch (type) {
    case 'text':
      return { body: text };
    case 'image':
    case 'video':
    case 'document':
      return { ...file, mime_type: MIME[type], ...(text === '' ? {} : { caption: text }) };
    case 'audio':
    case 'sticker':
      return { ...file, mime_type: MIME[type] };
    case 'location':
      return { latitude: 0, longitude: 0, ...(text === '' ? {} : { name: text }) };
    case 'contacts':
      return [{ name: { formatted_name: text, first_name: text }, phones: [] }];
    case 'interactive':
      return { type: 'button_reply', button_reply: { id: 'reply', title: text } };
    case 'button':
      return { text, payload: 'reply' };
    case 'reaction':
      return { message_id: 'wamid.REACTED_TO', emoji: text };
  }
}

const MIME = {
  image: 'image/jpeg',
  video: 'video/mp4',
  document: 'application/pdf',
  audio: 'audio/ogg',
  sticker: 'image/webp',
} as const;
