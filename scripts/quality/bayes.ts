import { hash32 } from '../../src/core/text/hash32.ts';
import { Named } from '../../src/replay/counts.ts';

/** Words share so many counters: memory is bounded, and few words meet in one. */
const BUCKETS = 2 ** 17;
/** Languages with counters of their own; further ones cannot be left out of what was learned. */
const MAX_LANGUAGES = 32;
/** Log odds from which it calls a text spam; at even odds it hits several times as many harmless texts. */
const SURE = Math.log(99);

export type Taught = 'ham' | 'spam';

class Learned {
  readonly words = new Uint32Array(BUCKETS);
  total = 0;
  rows = 0;

  add(buckets: readonly number[]): void {
    this.rows += 1;
    this.total += buckets.length;
    for (const bucket of buckets) this.words[bucket] = this.at(bucket) + 1;
  }

  at(bucket: number): number {
    return this.words[bucket] ?? 0;
  }
}

const nothing = (): Record<Taught, Learned> => ({ ham: new Learned(), spam: new Learned() });

/** A multinomial naive Bayes filter over words, add-one smoothing: what one would train in an afternoon instead of writing rules. */
export class Bayes {
  readonly #all = nothing();
  readonly #languages = new Named(nothing);
  readonly #known = new Set<string>();
  readonly #seen = new Set<number>();

  learn(label: Taught, lang: string, words: readonly string[]): void {
    const buckets = words.map(bucketOf);
    for (const bucket of buckets) this.#seen.add(bucket);
    this.#all[label].add(buckets);
    if (this.#known.size < MAX_LANGUAGES) this.#known.add(lang);
    if (this.#known.has(lang)) this.#languages.of(lang)[label].add(buckets);
  }

  /** Whether it is sure (99 %) that the words are spam; `without`: as if it had never seen that language. */
  isSpam(words: readonly string[], without: string | null = null): boolean {
    return this.logOdds(words, without) > SURE;
  }

  /** ln P(spam | words) / P(ham | words). Words it never met say nothing: else every foreign word would speak for the rarer label. */
  logOdds(words: readonly string[], without: string | null = null): number {
    const left = without !== null && this.#known.has(without) ? this.#languages.of(without) : null;
    const of = (label: Taught) => {
      const [all, less] = [this.#all[label], left?.[label]];
      const total = all.total - (less?.total ?? 0) + this.#seen.size;
      const times = (bucket: number): number => all.at(bucket) - (less?.at(bucket) ?? 0);
      return { rows: all.rows - (less?.rows ?? 0), times, chance: (n: number) => (n + 1) / total };
    };
    const [spam, ham] = [of('spam'), of('ham')];
    return words.map(bucketOf).reduce(
      (sum, bucket) => {
        const [inSpam, inHam] = [spam.times(bucket), ham.times(bucket)];
        if (inSpam + inHam === 0) return sum;
        return sum + Math.log(spam.chance(inSpam) / ham.chance(inHam));
      },
      Math.log((spam.rows + 1) / (ham.rows + 1)),
    );
  }
}

const bucketOf = (word: string): number => hash32(word) % BUCKETS;

/** Which half a text is in; the same text, however often it comes, is always in the same one. */
export const isForLearning = (folded: string): boolean => hash32(folded, 1) % 2 === 0;
