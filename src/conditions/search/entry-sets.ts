import { plainText } from '../../core/text/plain.ts';
import { hasUnspacedScript, tokenize } from '../../core/text/tokens.ts';
import type { Sought } from './found.ts';
import { sought } from './found.ts';

/** A word or phrase, by its tokens. */
export interface Phrase {
  tokens: readonly string[];
  sought: Sought;
}

/** A run of characters: found anywhere, or only where it stands alone, or both by different sets. */
export type Run = readonly Sought[];

/** How one folding of text is written: the plain view's, or the skeleton's. */
export type Fold = (entry: string) => string;

/** Everything sought in one view: each word and run once, with the sets of entries it belongs to. */
export class EntrySets {
  readonly phrases = new Map<string, Phrase>();
  readonly runs = new Map<string, Run>();
  readonly #fold: Fold;

  constructor(fold: Fold = plainText) {
    this.#fold = fold;
  }

  /** A whole word or phrase; a run when there are no spaces to tell words by, or no letters. */
  addWord(entry: string, set: number): void {
    const text = this.#fold(entry);
    const tokens = tokenize(text).map((token) => token.text);
    if (tokens.length === 0 || hasUnspacedScript(text)) {
      this.#addRun(text, set, false);
      return;
    }
    const key = tokens.join(' ');
    const phrase = this.phrases.get(key) ?? { tokens, sought: sought(false) };
    this.phrases.set(key, phrase);
    join(phrase.sought, set);
  }

  addRun(entry: string, set: number): void {
    this.#addRun(this.#fold(entry), set, false);
  }

  /** One that folds into a word (`sh!t` in the skeleton) is that word. */
  addSpelling(entry: string, set: number): void {
    const text = this.#fold(entry);
    if (text !== plainText(entry) && tokenize(text).length === 1) this.addWord(text, set);
    else this.#addRun(text, set, true);
  }

  #addRun(text: string, set: number, alone: boolean): void {
    if (text === '') return;
    const others = this.runs.get(text) ?? [];
    const known = others.find((one) => one.alone === alone);
    const one = known ?? sought(alone);
    if (known === undefined) this.runs.set(text, [...others, one]);
    join(one, set);
  }
}

function join(one: Sought, set: number): void {
  // Entries that are the same when folded come one after another, all of one set.
  if (one.sets.at(-1) !== set) one.sets.push(set);
}
