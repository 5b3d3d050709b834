import type { Token } from './tokens.ts';

/** Each part takes time that grows with the length of what it is tried on, not faster. */
const ADDRESS =
  /:\/\/|^www\.|[^\s@]@[^\s@]*\.[a-z]{2}|[a-z0-9]\.(?:[a-z]{2,24}[/?#:]|[a-z]{2,6}$)|^[("'[]?@[\p{L}\p{N}_]+[^\p{L}\p{N}]*$/u;
const LONGEST = 2_000;

/**
 * Links, e-mail addresses, mentions and names of files are full of digits and signs that are just that. The function returned
 * answers for the words of a text in their order.
 */
export function addressFinder(plain: string): (word: Token) => boolean {
  let end = -1;
  let address = false;
  return ({ start }) => {
    if (start >= end) {
      const from = plain.lastIndexOf(' ', start) + 1;
      const space = plain.indexOf(' ', start);
      end = space === -1 ? plain.length : space;
      address = ADDRESS.test(plain.slice(from, Math.min(end, from + LONGEST)));
    }
    return address;
  };
}
