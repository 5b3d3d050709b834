import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Sender } from '../core/message.ts';
import { rememberLast } from './remember-last.ts';

export const UNKNOWN_COUNTRY = 'unknown';

/** The ISO code of a sender's country: what Meta puts before a BSUID, else what the phone tells; +1 555 … belongs to nobody. */
export const countryOf: (sender: Sender) => string = rememberLast(
  ({ userId, phone }) =>
    userId?.slice(0, 2) ??
    (phone === null ? undefined : parsePhoneNumberFromString(`+${phone}`)?.country) ??
    UNKNOWN_COUNTRY,
);

/** Why an entry is no country; null when it is one, or `unknown`. */
export function countryProblem(entry: string): string | null {
  const code = countryCode(entry);
  if (code === UNKNOWN_COUNTRY || isSupportedCountry(code)) return null;
  if (code === 'UK') return 'the ISO code of the United Kingdom is GB';
  return 'expected an ISO country code such as DE or BR, or unknown';
}

/** Codes in capitals, `unknown` in lower case. */
export function countryCode(entry: string): string {
  const text = entry.trim();
  return text.toLowerCase() === UNKNOWN_COUNTRY ? UNKNOWN_COUNTRY : text.toUpperCase();
}
