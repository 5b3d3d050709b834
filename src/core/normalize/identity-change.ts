import type { Message } from '../message.ts';
import { bsuid, waId, type Ids } from './identity.ts';
import { field, isObject, string, type JsonObject } from './read.ts';

type IdentityChange = NonNullable<Message['identityChange']>;

/** At the end of the sentence: the profile name in front of it is the user's own and could read like this, too. */
const CHANGED = /changed from \+?(\S{5,150}) to \+?(\S{5,150}?)\.?\s*$/iu;

/** What a `system` message says about a person whose number or user id changed; null when it is about anything else. */
export function readIdentityChange(message: JsonObject): IdentityChange | null {
  const system = field(message, 'system');
  if (!isObject(system) || /identity/iu.test(string(field(system, 'type')) ?? '')) return null;
  const [before, after] = idsInBody(string(field(system, 'body')) ?? '');
  const change = {
    previousUserId:
      bsuid(field(system, 'previous_user_id')) ?? bsuid(field(message, 'from_user_id')) ?? before.userId,
    userId: bsuid(field(system, 'user_id')) ?? after.userId,
    previousPhone: waId(field(message, 'from')) ?? before.phone,
    phone: waId(field(system, 'wa_id')) ?? waId(field(system, 'new_wa_id')) ?? after.phone,
  };
  const isNew =
    (change.userId !== null && change.userId !== change.previousUserId) ||
    (change.phone !== null && change.phone !== change.previousPhone);
  return isNew ? change : null;
}

/** Whose message it is: the old identity, which is the one known here; the new one when Meta names no other. */
export function readOwnIds(message: JsonObject, change: IdentityChange | null): Ids {
  const own = { userId: bsuid(field(message, 'from_user_id')), phone: waId(field(message, 'from')) };
  if (change === null) return own;
  const old = { userId: change.previousUserId, phone: change.previousPhone };
  const isKnown = old.userId !== null || old.phone !== null;
  return isKnown ? old : { userId: change.userId, phone: change.phone };
}

function idsInBody(body: string): [Ids, Ids] {
  const found = CHANGED.exec(body.slice(-1_000));
  const ids = (value: string | undefined): Ids => ({ userId: bsuid(value), phone: waId(value) });
  return [ids(found?.[1]), ids(found?.[2])];
}
