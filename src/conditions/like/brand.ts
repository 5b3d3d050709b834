import { parse } from 'tldts';
import { unicodeHost } from '../../core/normalize/unicode-host.ts';
import { tokenize } from '../../core/text/tokens.ts';
import { plainText } from '../../core/text/plain.ts';
import { domainProblem, hostOf } from '../domain-set.ts';

/** One that others pretend to be, as an entry says it: `Name`, `domain` or `Name: domain domain …`. */
export interface Brand {
  /** As in the entry. */
  name: string;
  /** The first is the one that is imitated; the others belong to it, too. */
  domains: readonly OwnDomain[];
}

/** `example.com`, or `example.*` for that name under every usual ending. */
export interface OwnDomain {
  written: string;
  /** ASCII; null when any usual ending will do. */
  host: string | null;
  /** What stands before the ending, in the letters people see. */
  label: string;
}

const FEWEST_LETTERS = 3;
const ANY_ENDING = /^([\p{L}\p{M}\p{N}-]+)\.\*$/u;

/** What an entry of a list that both conditions may read names; a name and a domain may be missing. */
export function readBrand(entry: string): Brand {
  const colon = entry.indexOf(':');
  const [name, rest] = colon === -1 ? [entry, entry] : [entry.slice(0, colon), entry.slice(colon + 1)];
  const domains = rest
    .split(/[\s,]+/)
    .map(readDomain)
    .filter((domain) => domain !== null);
  return { name: name.trim(), domains };
}

function readDomain(written: string): OwnDomain | null {
  const name = ANY_ENDING.exec(written)?.[1];
  const host = hostOf(name === undefined ? written : `${name}.com`);
  const { domainWithoutSuffix } = parseHost(host ?? '');
  if (host === null || domainWithoutSuffix === null) return null;
  return { written, host: name === undefined ? host : null, label: unicodeHost(domainWithoutSuffix) };
}

/** Sites of other people under `pages.dev` or `github.io` are domains of their own. */
export const parseHost = (host: string): ReturnType<typeof parse> =>
  parse(host, { extractHostname: false, allowPrivateDomains: true });

/** Why links cannot be compared with an entry; null when they can. */
export function brandDomainProblem(entry: string): string | null {
  const colon = entry.indexOf(':');
  const written = entry
    .slice(colon + 1)
    .split(/[\s,]+/)
    .filter((domain) => domain !== '');
  if (written.length === 0) return "there is no domain after the colon; write 'Your Shop: yourshop.com'";
  if (colon === -1 && (written.length > 1 || !entry.includes('.')))
    return "write a domain (yourshop.com), a name under all usual endings (yourshop.*), or a name with its domains: 'Your Shop: yourshop.com yourshop.de'";
  for (const domain of written) {
    const problem = ANY_ENDING.test(domain)
      ? null
      : domain.startsWith('.')
        ? 'an ending alone is nobody to be taken for'
        : domainProblem(domain);
    if (problem !== null) return written.length === 1 ? problem : `'${domain}': ${problem}`;
  }
  const [first] = readBrand(entry).domains;
  if (first === undefined) return 'this is no domain; write it like example.com';
  return Array.from(first.label).length >= FEWEST_LETTERS
    ? null
    : `'${first.label}' is too short to tell who is like it: at least ${FEWEST_LETTERS} letters before the ending`;
}

/** Why names cannot be compared with an entry; null when they can. */
export function brandNameProblem(entry: string): string | null {
  const letters = tokenize(plainText(readBrand(entry).name)).reduce(
    (sum, { text }) => sum + Array.from(text).length,
    0,
  );
  return letters >= FEWEST_LETTERS
    ? null
    : `too short to tell who is like it: at least ${FEWEST_LETTERS} letters`;
}
