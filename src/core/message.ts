/** The message types of Meta's `messages[].type`; anything else becomes `unknown` (its own word is kept in `rawType`). */
export const MESSAGE_TYPES = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'interactive',
  'button',
  'order',
  'reaction',
  'system',
  'unsupported',
  'edit',
  'revoke',
  'request_welcome',
  'unknown',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** The field of `value` a message came under. Standby messages (another app answers) are moderated alike. */
export type Channel = 'messages' | 'standby';

/** One uninterpreted message as the receiver cut it out of a delivery. `contact` is the matching `contacts[]` item. */
export interface Envelope {
  channel: Channel;
  message: unknown;
  contact: unknown;
}

/** What one moderation job carries: at most 100 envelopes and 256 KB, of one number. */
export interface Chunk {
  phoneNumberId: string;
  /** The business number in digits, when Meta told it. */
  displayPhoneNumber: string | null;
  /** When the receiver accepted the (first) delivery, ms. */
  receivedAt: number;
  envelopes: Envelope[];
}

/** A person writing to the number. `id` is opaque and stable: the BSUID, else the wa_id digits. */
export interface Sender {
  id: string;
  /** The wa_id of the webhook, digits without `+`; null when Meta withholds the phone. */
  phone: string | null;
  /** Business-scoped user id, e.g. `US.9000…`. */
  userId: string | null;
  /** Profile name and username (without `@`), as the person chose them. */
  name: string | null;
  username: string | null;
}

export interface Link {
  /** The link as written, at most 2,048 characters. */
  url: string;
  /** Lower-case ASCII host without `www.`. */
  host: string;
}

export interface Media {
  kind: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  /** Lower-case hex of the 32 bytes; null when absent or malformed. */
  sha256: string | null;
  mime: string | null;
  fileName: string | null;
}

/** A press on something the business sent: an interactive button or list row, a flow, a template quick reply. */
export interface ButtonReply {
  kind: 'button' | 'list' | 'flow' | 'template' | 'call_permission';
  id: string;
  title: string;
}

/** One normalised inbound message: every field is set, nothing is Meta's shape any more. */
export interface Message {
  /** The wamid; messages without one get a deterministic substitute. */
  id: string;
  phoneNumberId: string;
  /** The business number it came to, in digits; null when Meta did not tell. */
  displayPhoneNumber: string | null;
  channel: Channel;
  sender: Sender;
  /** The message's own time, ms (Meta gives whole seconds), never after `receivedAt`. */
  sentAt: number;
  receivedAt: number;
  type: MessageType;
  rawType: string;
  /** All text the person wrote, wherever it hides (body, caption, file name, contact card, flow answer …), one part a line, at most 65,536 characters. */
  text: string;
  links: readonly Link[];
  /** Meta's forward marks: up to five hops `once`, more `many`. */
  forwarded: 'no' | 'once' | 'many';
  /** True when the message quotes or answers another message. */
  isReply: boolean;
  /** True when the answered message was sent by this business number. */
  repliesToUs: boolean;
  button: ButtonReply | null;
  media: Media | null;
  /** Number of contact cards shared by hand (not the sender's own number on request). */
  contactCards: number;
  /** Set when the person came from an ad or post. */
  referral: { sourceType: string; sourceId: string } | null;
  groupId: string | null;
  /** Meta's codes of `messages[].errors`, e.g. 131051. */
  errorCodes: readonly number[];
  /** Only on `system` messages about a changed identity. */
  identityChange: {
    previousUserId: string | null;
    userId: string | null;
    previousPhone: string | null;
    phone: string | null;
  } | null;
}

/** Envelopes that are no message of a person: counted by reason, never an error. */
export type Normalized =
  { kind: 'message'; message: Message } | { kind: 'skipped'; reason: 'no-sender' | 'not-an-object' };
