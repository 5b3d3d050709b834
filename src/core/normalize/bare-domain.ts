import { parse } from 'tldts';
import { asciiHost } from './link-host.ts';
import { AMBIGUOUS_CCTLDS, CLAUSE_OPENING_CCTLDS, ODD_NAME_TLDS, SURE_TLDS } from './top-level-domains.ts';

const MAX_HOST_LENGTH = 253;
const UNSPACED_BEFORE_ASCII =
  /^.*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}](?=[a-z0-9])/iu;
/** `kredit-24`, `maxwin88`: parts joined by a hyphen, or letters and then two digits. */
const ODD_NAME = /^(?=.*\p{L})(?:[\p{L}\p{N}]{2,}(?:-[\p{L}\p{N}]{2,})+|\p{L}{3,}\p{N}{2,})$/u;
const FOREIGN_TAIL = /^([a-z0-9.-]*\.[a-z]{2,24})[^\p{ASCII}].*$/isu;

export interface BareDomainContext {
  /** A slash and more follow. */
  hasPath: boolean;
  /** Punctuation, a line break or nothing follows: a word that opens a clause cannot stand here. */
  endsClause: boolean;
}

/**
 * Tells a domain written without `http://` from a full stop without a space behind it ("ok.so what"), file names, versions and
 * abbreviations. When in doubt it is no link: a rule may punish links, and prose must not look like one.
 */
export function bareDomain(
  piece: string,
  context: BareDomainContext,
): { written: string; host: string } | null {
  const written = withoutNeighbours(piece);
  if (!written.includes('.')) return null;
  const host = written.normalize('NFKC').toLowerCase();
  if (!isMeantAsDomain(host, written, context)) return null;
  const ascii = asciiHost(host);
  return ascii === null ? null : { written, host: ascii };
}

/** `spam.com谢谢` → `spam.com`: an ASCII host does not go on in another script. */
export function cutForeignTail(host: string): string {
  return host.replace(FOREIGN_TAIL, '$1');
}

/** Drops the words of a script without spaces around an ASCII domain, and formatting marks; empty when too long for a host. */
function withoutNeighbours(piece: string): string {
  const ascii = piece.replace(UNSPACED_BEFORE_ASCII, '').replace(/^[._-]+/u, '');
  const candidate = cutForeignTail(ascii);
  return candidate.length > MAX_HOST_LENGTH ? '' : candidate.replace(/[._-]+$/u, '');
}

function isMeantAsDomain(host: string, written: string, context: BareDomainContext): boolean {
  const labels = host.split('.');
  const tld = labels.at(-1) ?? '';
  if (!/^(?:\p{L}[\p{L}\p{M}]+|xn--[a-z0-9-]+)$/u.test(tld)) return false;
  if (labels[0] === 'www') return labels.length > 2;
  const {
    domain,
    domainWithoutSuffix: name,
    isIcann,
    publicSuffix,
  } = parse(host, { extractHostname: false });
  // `.example` is reserved for documentation: texts in demos and tests have it.
  if (domain === null || !name || !(isIcann || tld === 'example')) return false;
  const isCountry = tld.length === 2;
  if (isCountry && /^\d+$/u.test(name)) return false;
  if (context.hasPath) return true;
  if (/\.\p{Lu}\p{Ll}+$/u.test(written) || name.includes('_')) return false;
  if (publicSuffix?.includes('.') || SURE_TLDS.has(tld)) return true;
  if (!isCountry) return ODD_NAME_TLDS.has(tld) && context.endsClause && ODD_NAME.test(name);
  if (name.length === 1) return false;
  if (AMBIGUOUS_CCTLDS.has(tld)) return name.includes('-');
  return !CLAUSE_OPENING_CCTLDS.has(tld) || context.endsClause || name.includes('-');
}
