import { createHmac } from 'node:crypto';

/** Proves to Meta that the caller of this token also knows the app's secret: hex HMAC-SHA256 of the token. */
export function appsecretProof(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}
