import { likenessOf } from '../core/similar/likeness.ts';
import { LikenessIndex } from '../core/similar/likeness-index.ts';
import { MIN_LETTERS, MIN_WORDS } from '../core/similar/words.ts';
import { skeletonOf } from '../core/text/skeleton.ts';
import type { TextViews } from '../core/text/views.ts';

/** Why an entry cannot be compared with messages; null when it can. */
export const knownTextProblem = (entry: string): string | null =>
  likenessOf(skeletonOf(entry)) === null
    ? `too short to be compared: a text needs ${MIN_WORDS} words and ${MIN_LETTERS} letters, numbers and addresses aside`
    : null;

export interface KnownText {
  entry: string;
  /** 0 to 1. */
  similarity: number;
}

/** Makes a function that finds the text of a list most like a message's; null when none comes near it. Entries that are too short are left out. */
export function knownTexts(entries: readonly string[]): (text: TextViews) => KnownText | null {
  const usable = entries.flatMap((entry) => {
    const likeness = likenessOf(skeletonOf(entry));
    return likeness === null ? [] : [{ entry, likeness }];
  });
  const index = new LikenessIndex(usable.map(({ likeness }) => likeness));
  return ({ likeness }) => {
    const nearest = likeness === null ? null : index.nearest(likeness);
    const found = nearest === null ? undefined : usable[nearest.index];
    return nearest === null || found === undefined
      ? null
      : { entry: found.entry, similarity: nearest.similarity };
  };
}
