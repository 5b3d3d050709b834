import type { BoundCondition } from '../../core/rule-node.ts';
import type { LoadedRule } from '../rule-file.ts';
import type { EntryKind } from './entry-kinds.ts';
import { conditionsIn } from './nodes.ts';
import type { Entry, WrittenValues } from './written-values.ts';

export type { Entry } from './written-values.ts';

/** One condition's use of some entries. */
export interface EntryUse {
  kind: EntryKind;
  condition: BoundCondition;
  /** The key below the condition they stand under; empty = the condition's own. */
  key: string;
  /** Every hit counts, so that an entry within another is not superfluous. */
  counts: boolean;
}

/** Entries written in one place, be it a list that many rules use. */
export interface EntrySet {
  entries: readonly Entry[];
  uses: EntryUse[];
}

/** Condition → the keys that hold entries (`''`: the condition itself) and how they are read. */
const HOLDERS: Readonly<Record<string, Readonly<Record<string, EntryKind>>>> = {
  campaign: { expected: 'similar', own: 'domains', shared: 'domains' },
  'links.domains': { '': 'domains', except: 'domains', like: 'folded' },
  'links.shorteners': { add: 'domains', except: 'domains' },
  'message.button': { '': 'exact' },
  'message.media_hash': { '': 'hashes' },
  'message.media': { sha256: 'hashes', mime: 'folded', file_name: 'folded' },
  number: { '': 'digits' },
  'sender.country': { '': 'countries' },
  'sender.name': { '': 'words', words: 'words', contains: 'contains', matches: 'patterns', like: 'folded' },
  'sender.prefix': { '': 'prefixes' },
  'text.contains': { '': 'contains' },
  'text.matches': { '': 'patterns' },
  'text.profanity': { add: 'words', except: 'folded' },
  'text.similar_to': { '': 'similar' },
  'text.words': { '': 'words' },
};

/** The entries of these rules by where they are written, each place once. */
export function entrySetsOf(rules: readonly LoadedRule[], written: WrittenValues): EntrySet[] {
  const sets = new Map<string, EntrySet>();
  for (const rule of rules) {
    for (const condition of conditionsIn(rule)) {
      const { name, options } = condition;
      for (const [key, kind] of Object.entries(HOLDERS[name] ?? {})) {
        const found = written.of(condition, key);
        if (found === null) continue;
        const set = sets.get(found.name) ?? { entries: found.entries, uses: [] };
        sets.set(found.name, set);
        set.uses.push({ kind, condition, key, counts: key === '' && limitOf(options) > 1 });
      }
    }
  }
  return [...sets.values()];
}

function limitOf(options: unknown): number {
  const limit =
    typeof options === 'object' && options !== null && 'at_least' in options ? options.at_least : 1;
  return typeof limit === 'number' ? limit : 1;
}
