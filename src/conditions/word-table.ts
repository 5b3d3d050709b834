import type { Token } from '../core/text/tokens.ts';
import { hasUnspacedScript } from '../core/text/tokens.ts';
import type { TextViews } from '../core/text/views.ts';
import { textViews } from '../core/text/views.ts';
import type { Finder } from './finder.ts';
import { sharedFinder } from './finder.ts';
import type { Hit } from './hits.ts';
import { MAX_HITS, collectOccurrences } from './hits.ts';

interface WordTable {
  singles: Set<string>;
  /** First token → the phrases that start with it, longest first. */
  phrases: Map<string, string[][]>;
  /** Entries in scripts without spaces. */
  unspaced: Set<string>;
  /** Entries without any letter or digit, such as emoji. */
  symbols: Set<string>;
}

/** Compiles words and phrases into one table: the time to search a text does not grow with the number of entries. */
export const compileWords: (entries: readonly string[]) => Finder = sharedFinder((entries) => {
  const table = tableOf(entries);
  return (text) => search(table, text);
});

function search(table: WordTable, text: TextViews): Hit[] {
  const hits: Hit[] = [];
  const { tokens, plain } = text;
  for (let index = 0; index < tokens.length && hits.length < MAX_HITS;) {
    const length = matchAt(table, tokens, index);
    const first = tokens[index];
    const last = tokens[index + length - 1];
    if (length > 0 && first !== undefined && last !== undefined)
      hits.push({ start: first.start, end: last.end });
    index += Math.max(1, length);
  }
  for (const entry of table.unspaced) collectOccurrences(plain, entry, hits);
  for (const entry of table.symbols) collectOccurrences(plain, entry, hits);
  return hits;
}

function tableOf(entries: readonly string[]): WordTable {
  const table: WordTable = {
    singles: new Set(),
    phrases: new Map(),
    unspaced: new Set(),
    symbols: new Set(),
  };
  for (const entry of entries) {
    const { tokens, plain } = textViews(entry);
    const [first, ...rest] = tokens.map((token) => token.text);
    if (hasUnspacedScript(plain)) table.unspaced.add(plain);
    else if (first === undefined) table.symbols.add(plain);
    else if (rest.length === 0) table.singles.add(first);
    else table.phrases.set(first, [...(table.phrases.get(first) ?? []), rest]);
  }
  for (const phrases of table.phrases.values()) phrases.sort((a, b) => b.length - a.length);
  table.unspaced.delete('');
  table.symbols.delete('');
  return table;
}

/** How many tokens the longest entry starting at `index` covers; 0 = none. */
function matchAt(table: WordTable, tokens: readonly Token[], index: number): number {
  const first = tokens[index]?.text ?? '';
  const phrases = table.phrases.get(first);
  if (phrases !== undefined) {
    for (const rest of phrases) {
      if (rest.every((word, offset) => tokens[index + 1 + offset]?.text === word)) return rest.length + 1;
    }
  }
  return table.singles.has(first) ? 1 : 0;
}
