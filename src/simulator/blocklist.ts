import type { PersonKey } from './people.ts';

export interface BlockedPerson {
  readonly key: PersonKey;
  /** As the request that blocked them wrote it. */
  readonly input: string;
  readonly blockedAt: number;
}

/** The blocklist of one business number, in the order people came onto it. Every change makes a new version. */
export class Blocklist {
  readonly #people = new Map<PersonKey, BlockedPerson>();
  #version: number;
  #snapshot: readonly BlockedPerson[] | undefined;

  constructor(firstVersion: number) {
    this.#version = firstVersion;
  }

  get size(): number {
    return this.#people.size;
  }

  get versionId(): string {
    return String(this.#version);
  }

  has(key: PersonKey): boolean {
    return this.#people.has(key);
  }

  /** False when the person is on it already: nothing changes then. */
  add(person: BlockedPerson): boolean {
    if (this.#people.has(person.key)) return false;
    this.#people.set(person.key, person);
    this.#changed();
    return true;
  }

  /** False when the person is not on it. */
  remove(key: PersonKey): boolean {
    if (!this.#people.delete(key)) return false;
    this.#changed();
    return true;
  }

  /** Two names turned out to be one person. */
  rename(from: PersonKey, to: PersonKey): void {
    const person = this.#people.get(from);
    if (person === undefined) return;
    this.#people.delete(from);
    if (!this.#people.has(to)) this.#people.set(to, { ...person, key: to });
    this.#changed();
  }

  /** Everybody, oldest first; built once a version, so that paging through 64,000 people stays cheap. */
  entries(): readonly BlockedPerson[] {
    this.#snapshot ??= [...this.#people.values()];
    return this.#snapshot;
  }

  #changed(): void {
    this.#version += 1;
    this.#snapshot = undefined;
  }
}
