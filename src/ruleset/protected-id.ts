const BSUID = /^[A-Z]{2}\.[A-Za-z0-9._-]{1,128}$/;

/**
 * A phone in any writing (`+49 (0)151 234-5678`, `0049…`) as the digits WhatsApp uses, or a BSUID as it is. `problem` says why an
 * entry could never match a sender: a protection that protects nobody must not go unnoticed.
 */
export function protectedId(written: string): { id: string } | { problem: string } {
  const text = written.normalize('NFKC').trim();
  if (BSUID.test(text)) return { id: text };
  const bare = text.replace(/[\u200e\u200f\u202a-\u202e\u2060-\u2069]/g, '').replace('(0)', '');
  const digits = bare.replace(/[\s().\-–—/]/g, '').replace(/^(?:\+|00)/, '');
  if (!/^\d+$/.test(digits)) {
    return {
      problem: `'${written}' is neither a phone number nor a business-scoped user id such as US.1234`,
    };
  }
  if (digits.startsWith('0')) {
    return { problem: `'${written}' has no country code; write it as +49 151 …` };
  }
  if (digits.length < 7 || digits.length > 15) {
    return {
      problem: `'${written}' has ${digits.length} digits; a phone number with its country code has 7 to 15`,
    };
  }
  return { id: digits };
}
