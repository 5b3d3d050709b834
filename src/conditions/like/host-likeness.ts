import { unicodeHost } from '../../core/normalize/unicode-host.ts';
import { firstAbove } from '../domain-set.ts';
import { lettersSeen } from './as-seen.ts';
import type { Seen } from './brand-index.ts';
import { BrandIndex, readSeen } from './brand-index.ts';
import type { Brand, OwnDomain } from './brand.ts';
import { parseHost } from './brand.ts';
import type { Likeness, Manner } from './likeness.ts';
import { remembered } from './likeness.ts';
import { ADDRESS_WORDS } from './pretence-words.ts';

/** Given away for years, so no company is known by them. */
const FREE_ENDINGS = new Set(['tk', 'ml', 'ga', 'cf', 'gq', 'pw', 'cc', 'ws', 'su']);

interface Imitated {
  name: string;
  label: string;
  /** Its letters as a reader sees them, hyphens left out. */
  seen: string;
}

/** Makes a function that tells whom a host of a link (ASCII, lower case, without `www.`) pretends to be. */
export function hostLikeness(brands: readonly Brand[]): (host: string) => Likeness | null {
  const own = brands.flatMap(({ domains }) => domains);
  const hosts = new Set(own.flatMap(({ host }) => host ?? []));
  const names = new Set(own.flatMap(({ host, label }) => (host === null ? [label] : [])));
  const firsts = brands.flatMap(({ domains: [first] }) => first ?? []);
  const index = new BrandIndex(firsts.map(imitated), ADDRESS_WORDS);
  const wholes = new Map(
    firsts.flatMap((first) => (first.host === null ? [] : [[first.host, first.written]])),
  );
  return remembered((host) => (belongs(host, hosts, names) ? null : compare(host, index, wholes)));
}

const imitated = ({ written, label }: OwnDomain): Imitated => ({
  name: written,
  label,
  seen: readSeen(wordsOf(label).flat()),
});

const wordsOf = (label: string): Seen[] => label.split('-').map(lettersSeen);

/** A domain of theirs or below one; `example.*` is theirs where companies have their sites: `.com`, `.net`, `.org` and countries. */
function belongs(host: string, hosts: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  if (firstAbove(host, (above) => (hosts.has(above) ? above : undefined)) !== null) return true;
  const { domainWithoutSuffix, publicSuffix, isIcann } = parseHost(host);
  return (
    names.has(unicodeHost(domainWithoutSuffix ?? '')) && isIcann === true && isUsualEnding(publicSuffix ?? '')
  );
}

function isUsualEnding(suffix: string): boolean {
  const last = suffix.slice(suffix.lastIndexOf('.') + 1);
  return ['com', 'net', 'org'].includes(suffix) || (last.length === 2 && !FREE_ENDINGS.has(last));
}

function compare(
  host: string,
  index: BrandIndex<Imitated>,
  wholes: ReadonlyMap<string, string>,
): Likeness | null {
  const { domainWithoutSuffix, subdomain, isIp } = parseHost(host);
  if (domainWithoutSuffix === null || isIp === true) return null;
  const below = subdomain === null || subdomain === '' ? [] : subdomain.split('.');
  return inLabel(unicodeHost(domainWithoutSuffix), index) ?? inFront(below, index, wholes);
}

function inLabel(label: string, index: BrandIndex<Imitated>): Likeness | null {
  const words = wordsOf(label);
  const letters = words.flat();
  const same = index.exact(letters, true);
  if (same !== null) return { like: same.name, how: mannerOf(label, same) };
  const misspelt = index.typo(readSeen(letters));
  if (misspelt !== null) return { like: misspelt.name, how: 'a typo' };
  const brand = withWords(words, index);
  return brand === null ? null : { like: brand.name, how: 'added words' };
}

function mannerOf(label: string, brand: Imitated): Manner {
  if (label === brand.label) return 'another ending';
  const bare = (one: string): string => one.replaceAll('-', '');
  return bare(label) === bare(brand.label) ? 'other hyphens' : 'look-alike letters';
}

/** The name among words with hyphens between them, or in one row with such words. */
function withWords(words: readonly Seen[], index: BrandIndex<Imitated>): Imitated | null {
  const among = words.length > 1 ? index.among(words, true) : null;
  if (among !== null) return among.brand;
  for (const word of words) {
    const brand = index.inRow(readSeen(word), true);
    if (brand !== null) return brand;
  }
  return null;
}

/** In the part below somebody else's domain: their whole address (`example.com.evil.net`), or their name with added words. */
function inFront(
  below: readonly string[],
  index: BrandIndex<Imitated>,
  wholes: ReadonlyMap<string, string>,
): Likeness | null {
  for (const [at, label] of below.entries()) {
    const words = wordsOf(unicodeHost(label));
    const next = below[at + 1];
    const same = next === undefined ? null : index.exact(words.flat(), true);
    if (same !== null && next !== undefined && isUsualEnding(next))
      return { like: same.name, how: 'a subdomain' };
    const brand = withWords(words, index);
    if (brand !== null) return { like: brand.name, how: 'a subdomain' };
    for (let end = at + 2; end <= below.length; end += 1) {
      const whole = wholes.get(below.slice(at, end).join('.'));
      if (whole !== undefined) return { like: whole, how: 'a subdomain' };
    }
  }
  return null;
}
