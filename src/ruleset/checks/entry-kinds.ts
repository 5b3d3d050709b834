import { countryCode } from '../../conditions/country.ts';
import { digitsIn } from '../../conditions/digits.ts';
import { hostOf } from '../../conditions/domain-set.ts';
import { knownTextProblem } from '../../conditions/known-texts.ts';
import { readSha256 } from '../../core/normalize/media.ts';
import { plainText } from '../../core/text/plain.ts';
import { hasUnspacedScript, tokenize } from '../../core/text/tokens.ts';

/** How a condition reads entries. */
export type EntryKind =
  | 'words'
  | 'contains'
  | 'patterns'
  | 'domains'
  | 'countries'
  | 'prefixes'
  | 'digits'
  | 'hashes'
  | 'folded'
  | 'exact'
  | 'similar';

/** Entries with the same key find the same; an empty key finds nothing. */
export function entryKey(kind: EntryKind, entry: string): string {
  switch (kind) {
    case 'words': {
      const plain = plainText(entry);
      const tokens = hasUnspacedScript(plain) ? [] : tokenize(plain);
      return tokens.length === 0 ? plain : tokens.map(({ text }) => text).join(' ');
    }
    case 'contains':
    case 'folded':
      return plainText(entry);
    case 'domains':
      return `${entry.trim().startsWith('.') ? '.' : ''}${hostOf(entry.trim()) ?? entry.trim()}`;
    case 'countries':
      return countryCode(entry);
    case 'prefixes':
    case 'digits':
      return digitsIn(entry) ?? entry;
    case 'hashes':
      return readSha256(entry.trim()) ?? entry;
    case 'similar':
      return knownTextProblem(entry) === null ? plainText(entry) : '';
    case 'patterns':
    case 'exact':
      return entry;
  }
}

/** Makes a function that tells which of the keys finds everything this other one finds, and more. */
export function coveringKey(kind: EntryKind, keys: readonly string[]): (key: string) => string | null {
  const known = new Set(keys);
  const among = (candidates: Iterable<string>, key: string): string | null => {
    for (const candidate of candidates) if (candidate !== key && known.has(candidate)) return candidate;
    return null;
  };
  switch (kind) {
    case 'words':
      return (key) =>
        hasUnspacedScript(key)
          ? among(substringsOf(key, hasUnspacedScript), key)
          : among(phrasesIn(key), key);
    case 'contains':
      return (key) => among(substringsOf(key), key);
    case 'domains':
      return (key) => among(domainsAbove(key), key);
    case 'prefixes':
      return (key) => among(prefixesOf(key), key);
    default:
      return () => null;
  }
}

function* phrasesIn(key: string): Generator<string> {
  const words = key.split(' ');
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= words.length; to += 1) yield words.slice(from, to).join(' ');
  }
}

/** Long entries are rare, and their substrings many. */
const LONGEST = 200;

function* substringsOf(key: string, wanted: (part: string) => boolean = () => true): Generator<string> {
  const { length } = key.slice(0, LONGEST);
  for (let from = 0; from < length; from += 1) {
    for (let to = from + 1; to <= length; to += 1) {
      const part = key.slice(from, to);
      if (wanted(part)) yield part;
    }
  }
}

/** `x.top` covers what is below it, `.top` all that ends so but not `top` itself. */
function* domainsAbove(key: string): Generator<string> {
  const host = key.replace(/^\./, '');
  if (host !== key) yield host;
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    yield host.slice(dot);
    yield host.slice(dot + 1);
  }
}

function* prefixesOf(key: string): Generator<string> {
  for (let length = 1; length < key.length; length += 1) yield key.slice(0, length);
}
