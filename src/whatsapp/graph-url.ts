/**
 * What is wrong with a Graph base URL, in words for the operator; null when it may be used. The token travels with every
 * call, so anything but this machine needs https. The value itself is not repeated: it may hold credentials.
 */
export function checkGraphUrl(url: string): string | null {
  if (!URL.canParse(url)) return 'is not a URL; expected something like https://graph.facebook.com';
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return 'must start with https://';
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname))
    return 'must use https unless it points at this machine';
  if (parsed.username !== '' || parsed.password !== '') return 'must not contain a user name or password';
  if (parsed.search !== '' || parsed.hash !== '' || url.includes('?') || url.includes('#')) {
    return 'must not contain a query or fragment';
  }
  return null;
}

/** True for this machine's own addresses; `hostname` as `URL` gives it. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

/** '' (unversioned) or `v25.0`. */
export function isGraphVersion(version: string): boolean {
  return version === '' || /^v\d{1,3}\.\d{1,2}$/.test(version);
}
