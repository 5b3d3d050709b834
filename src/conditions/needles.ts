import { plainText } from '../core/text/plain.ts';
import { sharedFinder } from './finder.ts';
import type { Finder } from './finder.ts';
import type { Hit } from './hits.ts';
import { collectOccurrences } from './hits.ts';

/** Finds runs of characters anywhere in the plain view. */
export const compileNeedles: (entries: readonly string[]) => Finder = sharedFinder((entries) => {
  const needles = [...new Set(entries.map(plainText))].filter((needle) => needle !== '');
  return ({ plain }) => {
    const hits: Hit[] = [];
    for (const needle of needles) collectOccurrences(plain, needle, hits);
    return hits;
  };
});
