import type {
  Finder,
  Hit,
  LinkTest,
  PatternFinder,
  SearchedText,
  SearchIndex,
  SearchView,
} from '../../core/search.ts';
import { plainText } from '../../core/text/plain.ts';
import { skeletonOf } from '../../core/text/skeleton.ts';
import type { TextViews } from '../../core/text/views.ts';
import { DomainIndex } from './domain-index.ts';
import { EntrySets } from './entry-sets.ts';
import { Found } from './found.ts';
import { PatternIndex } from './pattern-index.ts';
import { PhraseSearch, RunSearch } from './plain-search.ts';
import { rememberTexts } from './remember-texts.ts';
import { SkeletonSearch } from './skeleton-search.ts';

const NONE: readonly Hit[] = [];

interface Searches {
  phrases: PhraseSearch;
  runs: RunSearch;
  skeleton: SkeletonSearch;
}

/** A ruleset's index, empty yet. `seal` compiles what was entered; else the first search does. */
export function searchIndex(): RulesetIndex {
  return new RulesetIndex();
}

export class RulesetIndex implements SearchIndex {
  readonly #entries = [new EntrySets(plainText), new EntrySets(skeletonOf)] as const;
  readonly #sets = new Map<string, number>();
  readonly #domains = new DomainIndex();
  readonly #patterns = new PatternIndex();
  #compiled: Searches | null = null;

  words(entries: readonly string[]): Finder {
    return this.#finder('words', [entries], (sets, set) => {
      for (const entry of entries) sets.addWord(entry, set);
    });
  }

  substrings(entries: readonly string[]): Finder {
    return this.#finder('substrings', [entries], (sets, set) => {
      for (const entry of entries) sets.addRun(entry, set);
    });
  }

  profanity(words: readonly string[], spellings: readonly string[]): Finder {
    return this.#finder('profanity', [words, spellings], (sets, set) => {
      for (const word of words) sets.addWord(word, set);
      for (const spelling of spellings) sets.addSpelling(spelling, set);
    });
  }

  patterns(sources: readonly string[], view: SearchView, of: SearchedText): PatternFinder {
    return this.#patterns.add(sources, view, of);
  }

  domains(entries: readonly string[]): LinkTest {
    return this.#domains.add(entries);
  }

  /** Compiles everything entered, so that no message has to wait for it. */
  seal(): void {
    this.#compile();
    this.#patterns.seal();
  }

  #finder(
    kind: string,
    entries: readonly (readonly string[])[],
    enter: (sets: EntrySets, set: number) => void,
  ): Finder {
    const key = JSON.stringify([kind, entries]);
    const known = this.#sets.get(key);
    const set = known ?? this.#sets.size;
    if (known === undefined) {
      this.#sets.set(key, set);
      for (const sets of this.#entries) enter(sets, set);
      this.#compiled = null;
      this.#found.forget();
    }
    return (text) => this.#found(text)?.of(set) ?? NONE;
  }

  readonly #found = rememberTexts((text: TextViews): Found | null => {
    const { phrases, runs, skeleton } = this.#compile();
    let found: Found | null = null;
    const collect = (): Found => (found ??= new Found());
    phrases.search(text.plain, collect);
    runs.search(text.plain, collect);
    if (text.disguised) skeleton.search(text, collect);
    return found;
  });

  #compile(): Searches {
    if (this.#compiled !== null) return this.#compiled;
    const [plain, skeleton] = this.#entries;
    return (this.#compiled = {
      phrases: new PhraseSearch(plain.phrases),
      runs: new RunSearch(plain.runs),
      skeleton: new SkeletonSearch(skeleton),
    });
  }
}
