import { likenessOf, type Likeness } from '../similar/likeness.ts';
import { clip, MAX_TEXT_LENGTH } from './clip.ts';
import { foldForDuplicate } from './fold.ts';
import { originalWords, traceOrigin, type Origin } from './origin.ts';
import { plainText } from './plain.ts';
import { plainStretch, skeletonText, skeletonTokens, type Skeleton, type SkeletonToken } from './skeleton.ts';
import { tokenize, type Token } from './tokens.ts';

/** One text as conditions look at it. Every view is made when first asked for and kept. */
export interface TextViews {
  /** As written, at most 65,536 UTF-16 units. */
  readonly raw: string;
  /** NFKC, lower case, no invisible characters, single spaces. */
  readonly plain: string;
  /** The words of `plain`, in order. */
  readonly tokens: readonly Token[];
  /** Equal for two messages that count as duplicates; empty only when there is no text. */
  readonly folded: string;
  /** `plain` with every disguised word in plain letters; the very same string when nothing is disguised. */
  readonly skeleton: string;
  /** The words of `skeleton`, in order; of a disguised text of more than 16,384 units only those of that many. */
  readonly skeletonTokens: readonly SkeletonToken[];
  /** False, for nearly all texts after one cheap scan: a second search could find nothing new. */
  readonly disguised: boolean;
  /** What the text is compared by with texts of others; null when it is too short for that. */
  readonly likeness: Likeness | null;
  /** The stretch of `plain` behind `[start, end)` of `skeleton`; a disguised word is always given whole. */
  plainStretch(start: number, end: number): { start: number; end: number };
  /**
   * The words behind `[start, end)` of a view as the sender wrote them, for a reason; empty when out of range. Of a disguised
   * word always all of it.
   */
  originalOf(start: number, end: number, view?: 'plain' | 'skeleton'): string;
}

export function textViews(raw: string): TextViews {
  return new LazyTextViews(clip(raw, MAX_TEXT_LENGTH));
}

/** Units of the plain view whose origin is found out at once. */
const LEAST_TRACED = 1024;

class LazyTextViews implements TextViews {
  readonly raw: string;
  #plain: string | undefined;
  #tokens: readonly Token[] | undefined;
  #folded: string | undefined;
  #skeleton: Skeleton | undefined;
  #skeletonTokens: readonly SkeletonToken[] | undefined;
  #origin: Origin | undefined;
  #likeness: Likeness | null | undefined;

  constructor(raw: string) {
    this.raw = raw;
  }

  get plain(): string {
    return (this.#plain ??= plainText(this.raw));
  }

  get tokens(): readonly Token[] {
    return (this.#tokens ??= tokenize(this.plain));
  }

  get folded(): string {
    return (this.#folded ??= foldForDuplicate(this.plain));
  }

  get skeleton(): string {
    return this.#read().text;
  }

  get skeletonTokens(): readonly SkeletonToken[] {
    return (this.#skeletonTokens ??= skeletonTokens(this.#read(), this.disguised ? [] : this.tokens));
  }

  get disguised(): boolean {
    return this.#read().folds.length > 0;
  }

  get likeness(): Likeness | null {
    return (this.#likeness = this.#likeness === undefined ? likenessOf(this.skeleton) : this.#likeness);
  }

  plainStretch(start: number, end: number): { start: number; end: number } {
    return plainStretch(this.#read(), start, end);
  }

  originalOf(start: number, end: number, view: 'plain' | 'skeleton' = 'plain'): string {
    const stretch = view === 'plain' ? { start, end } : this.plainStretch(start, end);
    return originalWords(this.raw, this.#originTo(stretch.end), stretch.start, stretch.end);
  }

  /** Hits are shown from the first on: tracing what comes after them would be for nothing. */
  #originTo(end: number): Origin {
    const wanted = Math.min(end, this.plain.length);
    if (this.#origin !== undefined && this.#origin.from.length >= wanted) return this.#origin;
    return (this.#origin = traceOrigin(this.raw, Math.max(LEAST_TRACED, wanted * 2)));
  }

  #read(): Skeleton {
    return (this.#skeleton ??= skeletonText(this.plain, this.raw));
  }
}
