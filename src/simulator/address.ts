/** How a request names a person: one entry of `block_users`, `to` or `recipient` of a message, a line of the users file. */
export type Address =
  | { readonly kind: 'phone'; readonly input: string; readonly digits: string }
  /** Written like a number, but no such number can be on WhatsApp: fails alone, without a `wa_id`. */
  | { readonly kind: 'unreachable'; readonly input: string }
  | { readonly kind: 'user'; readonly input: string; readonly userId: string };

/** An entry so wrong that Graph refuses the whole request. */
export interface RefusedEntry {
  readonly kind: 'refused';
  readonly details: string;
}

const USER_ID = /^[A-Z]{2}\.(?!ENT\.)[A-Za-z0-9]{1,128}$/;
const PARENT_USER_ID = /^[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}$/;
const PHONE = /^\+?([1-9]\d{6,14})$/;
const PUNCTUATION = /[\s().-]/g;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** With or without `+`; the usual punctuation is ignored, `input` stays as it was written. */
export function phoneAddress(input: string): Address {
  const digits = PHONE.exec(input.replace(PUNCTUATION, ''))?.[1];
  return digits === undefined ? { kind: 'unreachable', input } : { kind: 'phone', input, digits };
}

export function userAddress(input: string): Address | RefusedEntry {
  if (PARENT_USER_ID.test(input)) {
    return {
      kind: 'refused',
      details: 'Parent business-scoped user IDs are not supported for this operation.',
    };
  }
  if (!USER_ID.test(input))
    return { kind: 'refused', details: `Invalid business-scoped user ID: ${input.slice(0, 200)}` };
  return { kind: 'user', input, userId: input };
}

/** A phone number or a BSUID, as people write it in files and control calls. */
export function anyAddress(text: string): Address | RefusedEntry {
  return /^[A-Z]{2}\./.test(text) ? userAddress(text) : phoneAddress(text);
}

/** One member of `block_users[]`: `user` wins over `user_id`. */
export function entryAddress(entry: unknown, index: number): Address | RefusedEntry {
  const where = `block_users[${index}]`;
  if (!isRecord(entry)) return { kind: 'refused', details: `Param ${where} must be an object.` };
  const { user, user_id: userId } = entry;
  if (user !== undefined) {
    if (typeof user !== 'string' || user.trim() === '') {
      return { kind: 'refused', details: `Param ${where}['user'] must be a non-empty string.` };
    }
    return phoneAddress(user);
  }
  if (typeof userId !== 'string') {
    return { kind: 'refused', details: `Param ${where} must have 'user' or 'user_id' as a string.` };
  }
  return userAddress(userId);
}
