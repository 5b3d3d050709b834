import { createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/**
 * The 32 bytes claimed by an `X-Hub-Signature-256` header, or null when it is missing or malformed. Checked first:
 * `timingSafeEqual` throws on unequal lengths, and a request without a claim need not be read at all.
 */
export function claimedSignature(header: string | string[] | undefined): Buffer | null {
  if (typeof header !== 'string') return null;
  const hex = HEADER.exec(header)?.[1];
  return hex === undefined ? null : Buffer.from(hex, 'hex');
}

/** Whether one of the app secrets made this signature over exactly these bytes. Several secrets allow rotation without loss. */
export function isSignedBy(body: Buffer, claimed: Buffer, secrets: readonly string[]): boolean {
  let valid = false;
  // No early exit: which secret matched stays invisible from outside. An empty secret never signs anything.
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = createHmac('sha256', secret).update(body).digest();
    if (timingSafeEqual(expected, claimed)) valid = true;
  }
  return valid;
}
