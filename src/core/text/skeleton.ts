import { clip, MAX_TEXT_LENGTH } from './clip.ts';
import { disguisedWords, type Fold } from './disguised-words.ts';
import { plainText } from './plain.ts';
import { mayBeDisguised } from './suspect.ts';
import { tokenize, type Token } from './tokens.ts';

/** A word of the skeleton view; offsets are into the skeleton. */
export interface SkeletonToken extends Token {
  /** Written so that a search of the plain view may miss it. */
  disguised: boolean;
  /** Its letters were written one by one; words between them may have been lost: `f r e e m o n e y` is one token. */
  spelled: boolean;
  /** Every way of reading it that is worth looking up, `text` first (`1ottery`: iottery, lottery); at most 16. */
  readings: readonly string[];
}

export interface Skeleton {
  /** The plain view with every disguised word in plain letters; at most 65,536 UTF-16 units. */
  text: string;
  /** What was replaced, in order and without overlaps. Empty = nothing is disguised and `text` is the plain view itself. */
  folds: readonly Fold[];
  /** Where in `text` each of them begins. */
  starts: readonly number[];
  /** How much of `text` was looked at, in whole words. */
  lookedAt: number;
}

/** Four times the longest message WhatsApp delivers, in UTF-16 units; behind it the skeleton is the plain view. */
const LOOKED_AT = 16_384;

/** Whole words, as long as there are any. */
function firstWords(plain: string): string {
  const space = plain.lastIndexOf(' ', LOOKED_AT);
  return clip(plain, space > 0 ? space : LOOKED_AT);
}

export function skeletonText(plain: string, raw: string): Skeleton {
  const head = plain.length <= LOOKED_AT ? plain : firstWords(plain);
  const folds = mayBeDisguised(head) ? disguisedWords(head, clip(raw, 2 * LOOKED_AT)) : [];
  const starts: number[] = [];
  if (folds.length === 0) return { text: plain, folds, starts, lookedAt: head.length };
  let text = '';
  let end = 0;
  for (const fold of folds) {
    text += plain.slice(end, fold.start);
    starts.push(text.length);
    text += fold.text;
    end = fold.end;
  }
  const lookedAt = text.length + head.length - end;
  return { text: clip(text + plain.slice(end), MAX_TEXT_LENGTH), folds, starts, lookedAt };
}

/** The words of the part that was looked at; what is behind it, the plain view has. */
export function skeletonTokens(
  { text, folds, lookedAt }: Skeleton,
  plainTokens: readonly Token[],
): SkeletonToken[] {
  if (folds.length === 0) return plainTokens.map(asWritten);
  let next = 0;
  let shift = 0;
  return tokenize(text.slice(0, lookedAt)).map((token) => {
    let fold = folds[next];
    while (fold !== undefined && fold.start + shift + fold.text.length <= token.start) {
      shift += fold.text.length - (fold.end - fold.start);
      next += 1;
      fold = folds[next];
    }
    if (fold === undefined || fold.start + shift >= token.end) return asWritten(token);
    return disguised(token, fold);
  });
}

// Written out, for spreading an object costs more than finding the token.
const asWritten = ({ text, start, end }: Token): SkeletonToken => ({
  text,
  start,
  end,
  disguised: false,
  spelled: false,
  readings: [text],
});
const disguised = ({ text, start, end }: Token, { spelled, readings }: Fold): SkeletonToken => ({
  text,
  start,
  end,
  disguised: true,
  spelled,
  readings,
});

/** The stretch of the plain view behind `[start, end)` of the skeleton; a folded word is always given whole. */
export function plainStretch(skeleton: Skeleton, start: number, end: number): { start: number; end: number } {
  const first = foldAround(skeleton, start, start);
  const last = foldAround(skeleton, end - 1, end);
  return { start: first.fold?.start ?? first.plain, end: last.fold?.end ?? last.plain };
}

/** The fold that a place of the skeleton is in, or else where `offset` is in the plain view. */
function foldAround(
  { folds, starts }: Skeleton,
  place: number,
  offset: number,
): { fold?: Fold; plain: number } {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  const before = folds[low - 1];
  if (before === undefined) return { plain: offset };
  const end = (starts[low - 1] ?? 0) + before.text.length;
  return place < end ? { fold: before, plain: before.start } : { plain: offset - end + before.end };
}

/** How a list entry is written in the skeleton's letters: as it is, unless it is disguised itself (`v1agra`, `s e x y`). */
export function skeletonOf(entry: string): string {
  return skeletonText(plainText(entry), entry).text;
}
