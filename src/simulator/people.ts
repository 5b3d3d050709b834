import type { Address } from './address.ts';

/** One key a person, whichever of their names a request used. */
export type PersonKey = string;

/** `waId`: digits. Either may be unknown, never both. */
export interface Identity {
  readonly waId?: string;
  readonly userId?: string;
}

export interface Link {
  readonly phone: string;
  readonly userId?: string | undefined;
  /** When WhatsApp's id differs from the number (Brazil, Mexico, Argentina). */
  readonly waId?: string | undefined;
}

const WINDOW_MS = 24 * 60 * 60 * 1000;
const phoneKey = (waId: string): PersonKey => `p:${waId}`;
const userKey = (userId: string): PersonKey => `u:${userId}`;

/** Who is who and who wrote when. People nobody told us about take no memory; the oldest notes go above `limit`. */
export class People {
  readonly #limit: number;
  readonly #strictWindow: boolean;
  readonly #waIds = new Map<string, string>();
  readonly #phoneOfUser = new Map<string, string>();
  readonly #userOfPhone = new Map<string, string>();
  readonly #lastInbound = new Map<PersonKey, number>();

  /** `strictWindow`: people without a noted message count as silent; else as having just written. */
  constructor(strictWindow: boolean, limit: number) {
    this.#strictWindow = strictWindow;
    this.#limit = limit;
  }

  /** `undefined` for a number that cannot be on WhatsApp. */
  keyOf(address: Address): PersonKey | undefined {
    if (address.kind === 'unreachable') return undefined;
    if (address.kind === 'phone') return phoneKey(this.waIdOf(address.digits));
    const waId = this.#phoneOfUser.get(address.userId);
    return waId === undefined ? userKey(address.userId) : phoneKey(waId);
  }

  waIdOf(digits: string): string {
    return this.#waIds.get(digits) ?? digits;
  }

  identityOf(key: PersonKey): Identity {
    const name = key.slice(2);
    if (key.startsWith('u:')) return { userId: name };
    const userId = this.#userOfPhone.get(name);
    return userId === undefined ? { waId: name } : { waId: name, userId };
  }

  /** Makes the names mean one person from now on; returns the keys that became `to`. The latest link of a name wins. */
  link({ phone, userId, waId }: Link): { from: PersonKey[]; to: PersonKey } {
    const before = [phoneKey(this.waIdOf(phone))];
    if (waId !== undefined) remember(this.#waIds, phone, waId, this.#limit);
    const own = this.waIdOf(phone);
    if (userId !== undefined) {
      before.push(userKey(userId));
      const oldUser = this.#userOfPhone.get(own);
      if (oldUser !== undefined) this.#phoneOfUser.delete(oldUser);
      const oldPhone = this.#phoneOfUser.get(userId);
      if (oldPhone !== undefined) this.#userOfPhone.delete(oldPhone);
      remember(this.#phoneOfUser, userId, own, this.#limit);
      remember(this.#userOfPhone, own, userId, this.#limit);
    }
    const to = phoneKey(own);
    const from = before.filter((key) => key !== to);
    for (const key of from) {
      const at = this.#lastInbound.get(key);
      this.#lastInbound.delete(key);
      if (at !== undefined) this.noteInbound(to, at);
    }
    return { from, to };
  }

  /** The latest message counts, whatever the order of the notes. */
  noteInbound(key: PersonKey, at: number): void {
    const latest = Math.max(at, this.#lastInbound.get(key) ?? -Infinity);
    this.#lastInbound.delete(key);
    remember(this.#lastInbound, key, latest, this.#limit);
  }

  /** Has this person written within 24 hours before `now`? */
  inWindow(key: PersonKey, now: number): boolean {
    const at = this.#lastInbound.get(key);
    return at === undefined ? !this.#strictWindow : now - at < WINDOW_MS;
  }

  get noted(): number {
    return this.#lastInbound.size;
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V, limit: number): void {
  map.set(key, value);
  if (map.size <= limit) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
