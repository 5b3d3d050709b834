import type { Sender } from '../message.ts';
import { clip } from '../text/clip.ts';
import { field, string } from './read.ts';

/** A business-scoped user id; parent ids (`US.ENT.…`) are no identity, the Block API refuses them. */
const BSUID = /^[A-Z]{2}\.(?!ENT\.)[A-Za-z0-9]{1,128}$/;
const WA_ID = /^\d{5,20}$/;
const MAX_NAME_LENGTH = 256;

export interface Ids {
  userId: string | null;
  phone: string | null;
}

export function bsuid(value: unknown): string | null {
  return typeof value === 'string' && BSUID.test(value) ? value : null;
}

/** The digits of a phone number or wa_id. */
export function waId(value: unknown): string | null {
  const digits =
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.replace(/^\+/, '') : '';
  return WA_ID.test(digits) ? digits : null;
}

/** The digits of a number written for people, `+1 555-010-0001`. */
export function digitsOf(value: unknown): string {
  return typeof value === 'string' && value.length <= 64 ? value.replace(/\D/g, '') : '';
}

/**
 * The person behind a message: what the message itself says, completed by its contact. A contact that names somebody else is
 * ignored, so that nobody is ever judged for another person's message.
 */
export function readSender(own: Ids, contact: unknown): Sender | null {
  const told = { userId: bsuid(field(contact, 'user_id')), phone: waId(field(contact, 'wa_id')) };
  const belongs = isSamePerson(own, told);
  const userId = own.userId ?? (belongs ? told.userId : null);
  const phone = own.phone ?? (belongs ? told.phone : null);
  const id = userId ?? phone;
  if (id === null) return null;
  const profile = belongs ? field(contact, 'profile') : undefined;
  return {
    id,
    phone,
    userId,
    name: name(field(profile, 'name')),
    username: username(field(profile, 'username')),
  };
}

function isSamePerson(own: Ids, told: Ids): boolean {
  if (own.userId !== null && told.userId !== null) return own.userId === told.userId;
  return own.phone === null || told.phone === null || own.phone === told.phone;
}

function name(value: unknown): string | null {
  const written = string(value);
  return written === null ? null : clip(written.trim(), MAX_NAME_LENGTH);
}

function username(value: unknown): string | null {
  return name(string(value)?.trim().replace(/^@/u, ''));
}
