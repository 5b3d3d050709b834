import type { Link } from '../message.ts';

const AFTER_HOST = /^(?:[a-z]+:\/\/+)?[^/?#]*/iu;
/** What says who shared a link, or where it was found, and not what it leads to. */
const WHO_SHARED =
  /^(?:utm_|si$|fbclid$|gclid$|igsh|mibextid$|ref$|share|source$|feature$|start$|t$|text$)/iu;
const MAX_ADDRESS = 200;

/** A link's host and path, without what every sender has different; null when it leads to the front page. */
export function linkAddress({ url, host }: Link): string | null {
  const rest = url.replace(AFTER_HOST, '').replace(/#.*$/su, '');
  const [path = '', query = ''] = rest.split(/\?(.*)/su);
  const kept = query
    .split('&')
    .filter((part) => part !== '' && !WHO_SHARED.test(part.split('=', 1)[0] ?? ''));
  const address = path.replace(/\/+$/u, '') + (kept.length === 0 ? '' : `?${kept.join('&')}`);
  return address === '' ? null : `${host}${address}`.slice(0, MAX_ADDRESS);
}
