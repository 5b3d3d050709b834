import type { Address } from './address.ts';
import { Blocklist } from './blocklist.ts';
import { Clock } from './clock.ts';
import { People } from './people.ts';
import type { Identity, Link, PersonKey } from './people.ts';
import { Ring } from './ring.ts';
import type { Settings } from './settings.ts';

/** One applied change of a blocklist; requests that changed nothing are not here. */
export interface Change extends Identity {
  readonly at: number;
  readonly phoneNumberId: string;
  readonly op: 'block' | 'lift';
  readonly input: string;
  /** `control`: made past the API, as by another admin. */
  readonly via: 'api' | 'control';
}

/** A text the business sent. */
export interface SentMessage extends Identity {
  readonly at: number;
  readonly phoneNumberId: string;
  readonly id: string;
  readonly input: string;
  readonly text: string;
}

export interface BlockedUser extends Identity {
  readonly input: string;
  readonly blockedAt: number;
}

/** Everything the simulated platform knows. Changes are synchronous, so each request is applied as one. */
export class World {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly people: People;
  readonly changes: Ring<Change>;
  readonly messages: Ring<SentMessage>;
  badTokens: ReadonlySet<string>;
  readonly #lists = new Map<string, Blocklist>();

  constructor(settings: Settings) {
    this.settings = settings;
    this.clock = new Clock(settings.now);
    this.people = new People(settings.strictWindow, settings.peopleLimit);
    this.changes = new Ring(settings.changeLogSize);
    this.messages = new Ring(settings.messageLogSize);
    this.badTokens = new Set(settings.badTokens);
  }

  listOf(phoneNumberId: string): Blocklist {
    // Looking at a number nobody used yet must not make it exist: ids come from the URL.
    return this.#lists.get(phoneNumberId) ?? new Blocklist(this.#firstVersion());
  }

  phoneNumberIds(): string[] {
    return [...this.#lists.keys()];
  }

  /** False when the person was blocked before. */
  block(phoneNumberId: string, key: PersonKey, input: string, via: Change['via']): boolean {
    const at = this.clock.now();
    let list = this.#lists.get(phoneNumberId);
    if (list === undefined) this.#lists.set(phoneNumberId, (list = new Blocklist(this.#firstVersion())));
    if (!list.add({ key, input, blockedAt: at })) return false;
    this.changes.push({ at, phoneNumberId, op: 'block', ...this.people.identityOf(key), input, via });
    return true;
  }

  /** False when the person was not blocked. */
  lift(phoneNumberId: string, key: PersonKey, input: string, via: Change['via']): boolean {
    if (!this.listOf(phoneNumberId).remove(key)) return false;
    const at = this.clock.now();
    this.changes.push({ at, phoneNumberId, op: 'lift', ...this.people.identityOf(key), input, via });
    return true;
  }

  link(link: Link): void {
    const { from, to } = this.people.link(link);
    for (const list of this.#lists.values()) for (const key of from) list.rename(key, to);
  }

  blocked(phoneNumberId: string): BlockedUser[] {
    return this.listOf(phoneNumberId)
      .entries()
      .map(({ key, input, blockedAt }) => ({ ...this.people.identityOf(key), input, blockedAt }));
  }

  /** The business number itself. */
  isSelf(phoneNumberId: string, address: Address): boolean {
    return address.kind === 'phone' && this.settings.businessNumbers[phoneNumberId] === address.digits;
  }

  /** A business account never writes to another one, so its window is never open. */
  isBusiness(address: Address): boolean {
    return address.kind === 'phone' && Object.values(this.settings.businessNumbers).includes(address.digits);
  }

  #firstVersion(): number {
    return Math.floor(this.clock.now()) * 1000;
  }
}
