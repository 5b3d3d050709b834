import { parse } from 'tldts';
import { asciiHost } from '../core/normalize/link-host.ts';

/**
 * Why an entry is no domain a link could be compared with; null when it is one. A public suffix (`co.uk`, `com`) would match
 * nearly every site by accident: whoever means that writes `.co.uk`.
 */
export function domainProblem(entry: string): string | null {
  const text = entry.trim();
  if (/[/@:?#\s]/.test(text)) return 'write the domain alone, e.g. example.com';
  if (text.startsWith('*')) return `write ${text.replace(/^\*\.?/, '')}: subdomains are included`;
  const host = hostOf(text);
  if (host === null) return 'this is no domain; write it like example.com';
  if (text.startsWith('.')) return null;
  const { domain, isIp, isIcann } = parse(host, { extractHostname: false });
  if (domain !== null || isIp) return null;
  return isIcann
    ? `every site under '${host}' ends with this; write .${host} if you mean all of them`
    : 'this is no domain; write it like example.com';
}

/** What `find` knows of the host or else of the nearest one above it; null when nothing. */
export function firstAbove<Found>(host: string, find: (above: string) => Found | undefined): Found | null {
  for (let above = host; ;) {
    const found = find(above);
    if (found !== undefined) return found;
    const dot = above.indexOf('.');
    if (dot === -1) return null;
    above = above.slice(dot + 1);
  }
}

/** As hosts of links are written: ASCII (punycode), lower case, without `www.`. */
export const hostOf = (entry: string): string | null => asciiHost(entry.normalize('NFKC').replace(/^\./, ''));
