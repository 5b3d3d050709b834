import type { LinkTest } from '../../core/search.ts';
import { firstAbove, hostOf } from '../domain-set.ts';

/** Hosts come back again and again; beyond this many the memory of them starts afresh. */
const REMEMBERED_HOSTS = 1000;
const NONE: readonly number[] = [];

interface Owners {
  /** Sets that name the host itself. */
  sites: number[];
  /** Sets that name all that ends so (`.top`), but not the host itself. */
  suffixes: number[];
}

/** All domains of a ruleset in one map: a host is looked up once for all conditions. */
export class DomainIndex {
  readonly #owners = new Map<string, Owners>();
  readonly #sets = new Map<string, number>();
  readonly #known = new Map<string, readonly number[]>();

  /** Entries as checked by `domainProblem`. */
  add(entries: readonly string[]): LinkTest {
    const key = [...new Set(entries)].sort().join('\n');
    const known = this.#sets.get(key);
    const set = known ?? this.#sets.size;
    if (known === undefined) {
      this.#sets.set(key, set);
      this.#known.clear();
      for (const entry of entries) this.#enter(entry.trim(), set);
    }
    return ({ host }) => this.#setsOf(host).includes(set);
  }

  #enter(entry: string, set: number): void {
    const host = hostOf(entry) ?? entry;
    const owners = this.#owners.get(host) ?? { sites: [], suffixes: [] };
    this.#owners.set(host, owners);
    owners[entry.startsWith('.') ? 'suffixes' : 'sites'].push(set);
  }

  #setsOf(host: string): readonly number[] {
    const known = this.#known.get(host);
    if (known !== undefined) return known;
    const sets: number[] = [];
    firstAbove(host, (above) => {
      const owners = this.#owners.get(above);
      if (owners !== undefined) sets.push(...owners.sites, ...(above === host ? [] : owners.suffixes));
      return undefined;
    });
    if (this.#known.size >= REMEMBERED_HOSTS) this.#known.clear();
    const found = sets.length === 0 ? NONE : sets;
    this.#known.set(host, found);
    return found;
  }
}
