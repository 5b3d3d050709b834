import { knownTextProblem } from '../../conditions/known-texts.ts';
import type { Problem } from '../problem.ts';
import type { Entry, EntrySet } from './entries.ts';
import type { EntryKind } from './entry-kinds.ts';
import { coveringKey, entryKey } from './entry-kinds.ts';
import { finding } from './finding.ts';
import type { Check } from './subject.ts';

/** Entries that do nothing: of which nothing is left, that stand there twice, or that others cover. */
export const listEntries: Check = ({ entrySets }) => entrySets.flatMap(superfluousIn);

/** A list may be read in several ways; an entry is superfluous only when it is in all of them. */
function superfluousIn({ entries, uses }: EntrySet): Problem[] {
  const readings = [
    ...new Map(uses.map(({ kind, counts }) => [`${kind} ${counts}`, { kind, counts }])).values(),
  ];
  const reports = readings.map((reading) => read(entries, reading));
  return entries.flatMap((entry, index) => {
    const [first, ...others] = reports.map((report) => report[index] ?? null);
    const superfluous = first !== undefined && first !== null && others.every((report) => report !== null);
    return superfluous ? [finding(first.code, entry, first.message)] : [];
  });
}

interface Report {
  code: 'empty-entry' | 'duplicate-entry' | 'covered-entry';
  message: string;
}

const EMPTY = 'nothing of this entry can be seen, so it finds nothing';

/** What is to be said of each entry, read in one way; null for nothing. */
function read(
  entries: readonly Entry[],
  { kind, counts }: { kind: EntryKind; counts: boolean },
): (Report | null)[] {
  const keys = entries.map(({ value }) => entryKey(kind, value));
  const cover = counts ? () => null : coveringKey(kind, keys);
  const first = new Map<string, Entry>();
  return entries.map((entry, index) => {
    const key = keys[index] ?? '';
    if (key === '')
      return {
        code: 'empty-entry',
        message: kind === 'similar' ? (knownTextProblem(entry.value) ?? EMPTY) : EMPTY,
      };
    const same = first.get(key);
    if (same !== undefined) {
      const [a, b] = [say(entry.value), say(same.value)];
      const message =
        a === b
          ? `${a} is here twice (line ${same.line})`
          : `${a} finds the same as ${b} (line ${same.line})`;
      return { code: 'duplicate-entry', message };
    }
    first.set(key, entry);
    const covering = cover(key);
    const other = covering === null ? undefined : entries[keys.indexOf(covering)];
    if (other === undefined) return null;
    const message = `${say(entry.value)} finds nothing that ${say(other.value)} (line ${other.line}) does not find as well`;
    return { code: 'covered-entry', message };
  });
}

const say = (value: string): string => `'${value.length <= 60 ? value : `${value.slice(0, 59)}…`}'`;
