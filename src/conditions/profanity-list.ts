import { plainText } from '../core/text/plain.ts';
import { skeletonOf } from '../core/text/skeleton.ts';
import { IDENTITY_WORDS } from './profanity/identity-words.ts';
import type { ProfaneLanguage } from './profanity/word-lists.ts';
import { PROFANE_LANGUAGES, PROFANE_WORDS } from './profanity/word-lists.ts';

const WORDS =
  /^[\p{L}\p{M}\p{N}]{2,}(?: [\p{L}\p{M}\p{N}]{2,})*$|^[\p{L}\p{M}\p{N}]+(?:[-'][\p{L}\p{M}\p{N}]+)+$/u;

export interface Wanted {
  except: readonly string[];
  add: readonly string[];
  languages?: readonly ProfaneLanguage[] | undefined;
}

/**
 * The lists of these languages (all when it does not say) but for `except`, and `add`. Spellings with signs inside (`sh!t`,
 * `f u c k`) are apart: tokens cannot tell them, and they must stand alone, or `s hit` would be found in "it's hit". A word that is
 * excepted is so in disguise, too (`sh1t`).
 */
export function profanities({ except, add, languages = PROFANE_LANGUAGES }: Wanted): {
  words: readonly string[];
  spellings: readonly string[];
} {
  const spared = sparedBy(except);
  const listed = [...new Set(languages.flatMap((language) => PROFANE_WORDS[language]))].filter(
    (entry) => !spared(entry),
  );
  return {
    words: [...listed.filter((entry) => WORDS.test(entry)), ...add],
    spellings: listed.filter((entry) => !WORDS.test(entry)),
  };
}

/** What people are, in all languages: the words lists of profanity should not hold. */
export function identityWords(except: readonly string[]): readonly string[] {
  const spared = sparedBy(except);
  return IDENTITY_WORDS.map(plainText).filter((entry) => !spared(entry));
}

function sparedBy(except: readonly string[]): (entry: string) => boolean {
  const excepted = new Set(except.flatMap((word) => [plainText(word), skeletonOf(word)]));
  return excepted.size === 0
    ? () => false
    : (entry) => excepted.has(entry) || excepted.has(skeletonOf(entry));
}
