import type { Action } from '../core/decision.ts';
import { Person, type Case } from './person.ts';
import type { Stay } from './stay.ts';

/** How many people, and whom among them one would not want to lose. */
export interface Toll {
  people: number;
  customers: number;
  innocent: number;
}

export interface RuleToll extends Toll {
  rule: string;
}

/** Somebody who would be blocked, or no longer. */
export interface ShownPerson {
  /** Phone digits or BSUID; null for a text of nobody. */
  senderId: string | null;
  /** Where the first offence is. */
  line: number;
  label: string | null;
  action: Action;
  offences: number;
  customer: boolean;
  rules: string[];
  reasons: string[];
}

/** A kind of people, counted by the rules that blocked them; some of them by name, customers first. */
export class Crowd {
  readonly #limit: number;
  readonly #toll: Toll = { people: 0, customers: 0, innocent: 0 };
  readonly #byRule = new Map<string, Toll>();
  readonly #innocent: ShownPerson[] = [];
  readonly #others: ShownPerson[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get toll(): Toll {
    return this.#toll;
  }

  add(person: Person, stay: Stay): void {
    count(this.#toll, person, stay);
    for (const rule of stay.blockedBy) {
      const toll = this.#byRule.get(rule) ?? { people: 0, customers: 0, innocent: 0 };
      this.#byRule.set(rule, toll);
      count(toll, person, stay);
    }
    const list = person.isInnocent(stay) || person.isCustomer(stay) ? this.#innocent : this.#others;
    if (list.length < this.#limit) list.push(shown(person, stay));
  }

  /** Rules that blocked somebody, those of most people first. */
  get rules(): RuleToll[] {
    return [...this.#byRule]
      .map(([rule, toll]) => ({ rule, ...toll }))
      .sort((a, b) => b.people - a.people || (a.rule < b.rule ? -1 : 1));
  }

  get list(): ShownPerson[] {
    return [...this.#innocent, ...this.#others].slice(0, this.#limit);
  }
}

function count(toll: Toll, person: Person, stay: Stay): void {
  toll.people += 1;
  if (person.isCustomer(stay)) toll.customers += 1;
  if (person.isInnocent(stay)) toll.innocent += 1;
}

const shown = (person: Person, stay: Stay): ShownPerson => ({
  senderId: person.senderId,
  line: stay.firstLine,
  label: person.label,
  action: stay.action,
  offences: stay.offences,
  customer: person.isCustomer(stay),
  rules: stay.blockedBy,
  reasons: stay.reasons,
});

/** Everybody in the file: who would be blocked, and what the other ruleset would do differently. */
export class People {
  senders = 0;
  /** People whom the rules would have blocked if they were nobody. */
  readonly spared = { protected: 0, trusted: 0 };
  readonly blocked: Crowd;
  /** Blocked now and not by the other ruleset; and the other way about. */
  readonly more: Crowd;
  readonly fewer: Crowd;
  /** Rule → people it matched, blocked or not. */
  readonly matched = new Map<string, Toll>();
  readonly #open = new Map<string, Person>();

  constructor(limit: number) {
    this.blocked = new Crowd(limit);
    this.more = new Crowd(limit);
    this.fewer = new Crowd(limit);
  }

  add(one: Case): void {
    if (one.sender === null) {
      const person = new Person(one);
      person.add(one);
      this.#close(person);
      return;
    }
    const key = `${one.sender.phoneNumberId}|${one.sender.id}`;
    const person = this.#open.get(key) ?? new Person(one);
    this.#open.set(key, person);
    person.add(one);
  }

  /** Nothing more will come of those met so far: counts them and lets go of them. */
  close(): void {
    for (const person of this.#open.values()) this.#close(person);
    this.#open.clear();
  }

  #close(person: Person): void {
    const [now, before] = person.stays;
    if (now === undefined) return;
    this.senders += 1;
    if (now.spared !== null) this.spared[now.spared] += 1;
    for (const rule of now.rules.keys()) {
      const toll = this.matched.get(rule) ?? { people: 0, customers: 0, innocent: 0 };
      this.matched.set(rule, toll);
      count(toll, person, now);
    }
    if (now.blocked) this.blocked.add(person, now);
    if (before === undefined || now.blocked === before.blocked) return;
    if (now.blocked) this.more.add(person, now);
    else this.fewer.add(person, before);
  }
}
