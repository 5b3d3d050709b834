import type { GraphError } from './graph-error.ts';
import { parseTopError, parseUserError } from './graph-error.ts';
import { field, isObject, list, text } from './json.ts';
import type { Redact } from './redact.ts';

/**
 * The wire shapes of block_users, read tolerantly: Meta's pages, its OpenAPI file, partners and SDKs disagree about them.
 * Nothing here throws, whatever the JSON. Unknown fields are ignored, null members skipped.
 */

/** One entry of a result list. */
export interface WireUser {
  /** The echo of what was sent. */
  input: string | null;
  waId: string | null;
  userId: string | null;
}

export interface WireBatch {
  /** True when the answer has a `block_users` object at all. */
  hasLists: boolean;
  /** `added_users` and `removed_users` together: which key an unblock answers with depends on the page read. */
  done: readonly WireUser[];
  failed: readonly (WireUser & { code: number | null; details: string; transient: boolean })[];
  error: GraphError | null;
}

export function parseBatch(body: unknown, redact: Redact): WireBatch {
  const lists = field(body, 'block_users');
  const entries = (key: string): unknown[] => list(field(lists, key)).filter(isObject);
  return {
    hasLists: isObject(lists),
    done: [...entries('added_users'), ...entries('removed_users')].map(wireUser),
    failed: entries('failed_users').map((entry) => {
      const { code, details, transient } = parseUserError(entry, redact);
      return { ...wireUser(entry), code, details, transient };
    }),
    error: parseTopError(body, redact),
  };
}

/** Someone on the blocklist; at least one of the two is set. */
export interface BlockedUser {
  /** Digits without `+`. */
  waId: string | null;
  userId: string | null;
}

export interface WirePage {
  items: readonly BlockedUser[];
  /** Entries that named nobody we can read: with any of these, "not on the list" is not certain. */
  unreadable: number;
  /** The cursor of the next page; null when there is none. */
  after: string | null;
  error: GraphError | null;
}

/** Reads a list page; `null` when the body is neither a page nor an error, which must never pass for an empty list. */
export function parsePage(body: unknown, redact: Redact): WirePage | null {
  const error = parseTopError(body, redact);
  const data = field(body, 'data');
  if (!Array.isArray(data)) return error === null ? null : { items: [], unreadable: 0, after: null, error };
  const items: BlockedUser[] = [];
  let unreadable = 0;
  for (const entry of list(data)) {
    // The Oct 2025 page nests the users of an item.
    const nested = field(entry, 'block_users');
    for (const user of Array.isArray(nested) ? list(nested) : [entry]) {
      const found = blockedUser(user);
      if (found === null) unreadable += 1;
      else items.push(found);
    }
  }
  return { items, unreadable, after: nextCursor(field(body, 'paging')), error };
}

function wireUser(entry: unknown): WireUser {
  return {
    input: text(field(entry, 'input')),
    waId: digits(text(field(entry, 'wa_id'))),
    userId: text(field(entry, 'user_id')),
  };
}

function blockedUser(entry: unknown): BlockedUser | null {
  const { waId, userId, input } = wireUser(entry);
  if (waId !== null || userId !== null) return { waId, userId };
  const named = text(field(entry, 'user')) ?? input;
  if (named === null) return null;
  if (/^[A-Z]{2}\./.test(named)) return { waId: null, userId: named };
  const phone = digits(named);
  return phone === null ? null : { waId: phone, userId: null };
}

/** The digits of a phone number however it is punctuated; null when that is not what it is. */
export function digits(value: string | null): string | null {
  if (value === null || !/^\+?[\d\s().-]+$/.test(value)) return null;
  const found = value.replace(/\D/g, '');
  return found === '' ? null : found;
}

/** `cursors.after`, else the `after` of the old-style `next` URL. The URL itself is never followed. */
function nextCursor(paging: unknown): string | null {
  const after = field(field(paging, 'cursors'), 'after');
  if (typeof after === 'string' && after !== '') return after;
  const next = field(paging, 'next');
  if (typeof next !== 'string' || !URL.canParse(next)) return null;
  const found = new URL(next).searchParams.get('after');
  return found === '' ? null : found;
}
