import { clip, MAX_TEXT_LENGTH } from './clip.ts';
import { foldForDuplicate } from './fold.ts';
import { originalWords, traceOrigin, type Origin } from './origin.ts';
import { plainText } from './plain.ts';
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
  /** The words behind `[start, end)` of `plain` as the sender wrote them, for a reason; empty when out of range. */
  originalOf(start: number, end: number): string;
}

export function textViews(raw: string): TextViews {
  return new LazyTextViews(clip(raw, MAX_TEXT_LENGTH));
}

class LazyTextViews implements TextViews {
  readonly raw: string;
  #plain: string | undefined;
  #tokens: readonly Token[] | undefined;
  #folded: string | undefined;
  #origin: Origin | undefined;

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

  originalOf(start: number, end: number): string {
    this.#origin ??= traceOrigin(this.raw);
    return originalWords(this.raw, this.#origin, start, end);
  }
}
