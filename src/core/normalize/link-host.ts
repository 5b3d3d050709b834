const MAX_HOST_LENGTH = 253;
const PLAIN_HOST = /^[a-z0-9.-]*[a-z][a-z0-9-]*\.?$/iu;

/**
 * The lower-case ASCII host (IDN as punycode) of a URL's authority, without user name, port, final dot and `www.`; null when it
 * is none.
 */
export function asciiHost(authority: string): string | null {
  if (authority.length === 0 || authority.length > MAX_HOST_LENGTH) return null;
  const host = PLAIN_HOST.test(authority) ? authority.toLowerCase() : parsedHost(authority);
  const bare = host?.replace(/\.$/u, '').replace(/^www\.(?=.)/u, '');
  return bare && /[\p{L}\p{N}]/u.test(bare) ? bare : null;
}

function parsedHost(authority: string): string | null {
  const url = `http://${authority}`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}
