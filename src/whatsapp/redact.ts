const MAX_LENGTH = 300;
const REDACTED = '[redacted]';

/** Makes foreign text fit for a log: no secret of ours, no phone number, no BSUID, no control characters, bounded. */
export type Redact = (text: string) => string;

/**
 * Meta quotes what it was sent ("Malformed access token EAA…"), so its words are cleaned where they enter.
 * `secrets` are removed literally; anything shaped like a token, phone number or BSUID goes by pattern.
 */
export function redactor(secrets: readonly string[]): Redact {
  const literal = secrets.filter((secret) => secret.length > 0).sort((a, b) => b.length - a.length);
  return (text) => {
    // Secrets first and over the whole text: cutting first could leave the front half of one.
    let clean = text;
    for (const secret of literal) clean = clean.replaceAll(secret, REDACTED);
    return clean
      .slice(0, MAX_LENGTH * 4)
      .replace(/\p{Cc}+/gu, ' ')
      .replace(/\bEAA\w+/g, REDACTED)
      .replace(/\b[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{6,}/g, REDACTED)
      .replace(/[\w|~+/=-]{32,}/g, REDACTED)
      .replace(/\+?\d(?:[\s().-]{0,2}\d){6,}/g, REDACTED)
      .slice(0, MAX_LENGTH)
      .trim();
  };
}
