import { isSameToken } from './token.ts';

/**
 * Meta's verification GET (`hub.mode`, `hub.verify_token`, `hub.challenge`): the challenge to echo verbatim, or null to
 * refuse. A parameter given twice arrives as an array and is refused.
 */
export function handshake(query: Readonly<Record<string, unknown>>, verifyToken: string): string | null {
  const mode = query['hub.mode'];
  const token = query['hub.verify_token'];
  const challenge = query['hub.challenge'];
  if (mode !== 'subscribe' || typeof token !== 'string' || typeof challenge !== 'string') return null;
  return isSameToken(token, verifyToken) ? challenge : null;
}
