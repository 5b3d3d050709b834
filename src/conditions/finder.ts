import type { TextViews } from '../core/text/views.ts';
import type { Hit } from './hits.ts';
import { rememberLast } from './remember-last.ts';

export type Finder = (text: TextViews) => readonly Hit[];

/**
 * One finder for each array of entries, and a finder asked again about its last text answers at once: rules may share a list
 * freely, it is compiled once and searched once a message.
 */
export function sharedFinder(
  compile: (entries: readonly string[]) => Finder,
): (entries: readonly string[]) => Finder {
  const finders = new WeakMap<readonly string[], Finder>();
  return (entries) => {
    const known = finders.get(entries);
    if (known !== undefined) return known;
    const finder = rememberLast(compile(entries));
    finders.set(entries, finder);
    return finder;
  };
}
