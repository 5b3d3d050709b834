import { canBeRead, inSmallPrint } from './as-seen.ts';
import { isPretence, isRowOf, judgeCompany } from './pretence-words.ts';
import { isTypoOf } from './typo.ts';

/** Shorter names are found in too many words: only as a word of its own, in its own letters. */
export const SURE_LENGTH = 5;
/** Of words beside the name that are none of those that pretend: a first name and a family name, a town. */
const MOST_UNKNOWN = 2;
const MOST_EDITS = 2;
/** Beyond it every new host and name would take noticeably long. */
const MOST_BRANDS = 1_000;
/** To a regular expression. */
const SPECIAL = /[\\^$.*+?()[\]{}|]/g;

/** A word, by what each of its characters may be taken for. */
export type Seen = readonly string[];

export const readSeen = (letters: Seen): string => letters.map((some) => Array.from(some)[0]).join('');

/** Finds brands by what a reader sees of them; the time it takes hardly depends on how many there are. */
export class BrandIndex<Brand extends { seen: string }> {
  readonly #byPrint = new Map<string, Brand[]>();
  readonly #byStart = new Map<string, [print: string, brand: Brand][]>();
  readonly #inRows: RegExp | null;
  readonly #bySeen = new Map<string, Brand>();
  readonly #longest: number;
  readonly #pretences: ReadonlySet<string>;

  /** `pretences`: the words beside a name that make it one. Throws when there are more brands than can be compared. */
  constructor(brands: readonly Brand[], pretences: ReadonlySet<string>) {
    if (brands.length > MOST_BRANDS)
      throw new Error(`like: ${brands.length} entries; at most ${MOST_BRANDS} are possible`);
    this.#pretences = pretences;
    for (const brand of brands) {
      const print = inSmallPrint(brand.seen);
      append(this.#byPrint, print, brand);
      append(this.#byStart, `${print.charAt(0)}${print.length}`, [print, brand]);
      if (!this.#bySeen.has(brand.seen)) this.#bySeen.set(brand.seen, brand);
    }
    this.#longest = brands.reduce((most, { seen }) => Math.max(most, seen.length), 0) + MOST_EDITS;
    const sure = [...this.#bySeen.keys()].filter(({ length }) => length >= SURE_LENGTH);
    sure.sort((a, b) => b.length - a.length);
    this.#inRows =
      sure.length === 0 ? null : new RegExp(sure.map((seen) => seen.replace(SPECIAL, '\\$&')).join('|'));
  }

  /** The brand whose letters these are; where they are in small print, those that look the same there count, too. */
  exact(letters: Seen, smallPrint: boolean): Brand | null {
    const ambiguous = letters.some(({ length }) => length > 1);
    const readings = ambiguous
      ? [readSeen(letters), letters.map((some) => some.at(1) ?? some).join('')]
      : [letters.join('')];
    for (const reading of readings) {
      const found = this.#byPrint
        .get(inSmallPrint(reading))
        ?.find(({ seen }) => (smallPrint && seen.length >= SURE_LENGTH) || canBeRead(letters, seen));
      if (found !== undefined) return found;
    }
    return null;
  }

  typo(seen: string): Brand | null {
    const print = inSmallPrint(seen);
    for (let length = print.length - MOST_EDITS; length <= print.length + MOST_EDITS; length += 1) {
      for (const start of [print.charAt(0), print.charAt(1)]) {
        const found = this.#byStart.get(`${start}${length}`)?.find(([name]) => isTypoOf(print, name));
        if (found !== undefined) return found[1];
      }
    }
    return null;
  }

  /** The brand some of these words side by side name, be it misspelt, and the others pretend to belong to. */
  among(words: readonly Seen[], smallPrint: boolean): { brand: Brand; typo: boolean } | null {
    const readings = words.map(readSeen);
    const pretends = readings.some((word) => isPretence(word, this.#pretences));
    for (let from = 0; from < words.length; from += 1) {
      const run: string[] = [];
      for (let to = from + 1; to <= words.length; to += 1) {
        run.push(...(words[to - 1] ?? []));
        if (run.length > this.#longest) break;
        if (to - from === words.length) continue;
        const exact = this.exact(run, smallPrint);
        const brand = exact ?? (pretends ? this.typo(readSeen(run)) : null);
        if (brand === null) continue;
        const rest = [...readings.slice(0, from), ...readings.slice(to)];
        if (this.#belongs(rest, brand, smallPrint)) return { brand, typo: exact === null };
      }
    }
    return null;
  }

  #belongs(rest: readonly string[], { seen }: Brand, numbers: boolean): boolean {
    const { pretends, unknown } = judgeCompany(rest, this.#pretences);
    return (pretends && unknown <= MOST_UNKNOWN) || (numbers && unknown === 0 && seen.length >= SURE_LENGTH);
  }

  /** The brand in a word that holds nothing else but words that pretend and numbers (`yourshoplogin24`). */
  inRow(word: string, numbers: boolean): Brand | null {
    const match = this.#inRows?.exec(word) ?? null;
    if (match === null || match[0].length === word.length) return null;
    const before = word.slice(0, match.index);
    const after = word.slice(match.index + match[0].length);
    if (!numbers && /^\d*$/.test(before + after)) return null;
    const all = isRowOf(before, this.#pretences) && isRowOf(after, this.#pretences);
    return all ? (this.#bySeen.get(match[0]) ?? null) : null;
  }
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
