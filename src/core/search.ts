import type { Link } from './message.ts';
import type { TextViews } from './text/views.ts';

/** The views conditions search: two foldings of the text, and the text as written. */
export type SearchView = 'plain' | 'skeleton' | 'raw';

/** A stretch of one view, half-open. */
export interface Hit {
  start: number;
  end: number;
  view: SearchView;
}

/**
 * What was found of one condition's entries, by place. Where entries overlap, the one that begins first counts, then the longest;
 * what both views show counts once, at most 1,000 hits in all. The same text asked about again costs nothing.
 */
export type Finder = (text: TextViews) => readonly Hit[];

/** Null when no pattern is in the text; else where they are, computed only when somebody asks: at most 5 places a pattern. */
export type PatternFinder = (text: TextViews) => (() => readonly Hit[]) | null;

export type LinkTest = (link: Link) => boolean;

/** Whose text is searched: only patterns care, so that names do not pay for the patterns of messages. */
export type SearchedText = 'message' | 'name';

/**
 * One index over everything a ruleset looks for. Conditions enter their entries when they are created and keep the finder they
 * get; each text is then searched once for all of them. Equal sets of entries share their answer.
 */
export interface SearchIndex {
  /** Whole words and phrases; entries in scripts without spaces and those without letters are found anywhere. */
  words(entries: readonly string[]): Finder;
  /** Runs of characters anywhere. */
  substrings(entries: readonly string[]): Finder;
  /** Words, and spellings that must stand alone between spaces (`sh!t`, `f u c k`). */
  profanity(words: readonly string[], spellings: readonly string[]): Finder;
  /** RE2 patterns that were checked before; throws when all of the ruleset's together are too large. */
  patterns(sources: readonly string[], view: SearchView, of: SearchedText): PatternFinder;
  /** Links to these domains and what is below them; entries were checked before. */
  domains(entries: readonly string[]): LinkTest;
}
