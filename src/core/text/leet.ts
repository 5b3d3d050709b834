import type { Alphabet } from './look-alikes.ts';

/** Digits and signs that stand for letters, the likeliest first. */
const LEET: Readonly<Record<Alphabet, Readonly<Record<string, string>>>> = {
  latin: {
    '0': 'o',
    '1': 'il',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '6': 'gb',
    '7': 't',
    '8': 'b',
    '9': 'g',
    '@': 'a',
    '!': 'il',
    '¡': 'i',
    '|': 'li',
    '+': 't',
    $: 's',
    '€': 'e',
    '£': 'l',
    '¢': 'c',
    '¥': 'y',
    '₿': 'b',
    '*': 'uioae',
  },
  cyrillic: { '0': 'о', '3': 'з', '4': 'ч', '6': 'б', '8': 'в', '@': 'а', '€': 'е', '¢': 'с', '*': 'уяиоае' },
  greek: { '0': 'ο', '3': 'ε', '4': 'α', '@': 'α', '€': 'ε' },
};

/** Signs that are letters only between two letters: `v!agra`, `f*ck`. */
export const INNER_SIGNS = '@!¡|+*';
/** Signs of money also begin and end a disguised word: `$ale`, `ca$h`, `fr€€`. */
export const MONEY_SIGNS = '$€£¢¥₿';

const CURRENCIES = /^(?:us|au?|ca?|nz|hk|sg?|nt|r|mx|tt|bz|j|usd|aud|cad)$/u;
const LETTERS = /[^\p{N}\p{P}\p{S}]+/gu;
const OTHERS_OUTSIDE_ASCII = /[\p{N}\p{P}\p{S}]/u;
/** Letters in circles, squares and flags, which are symbols to Unicode. */
const ENCLOSED = /[\u{1f150}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/gu;
const DOUBLED_SIGN = /^\p{L}([$@€])\1$/u;
const LEAD = /^[\p{N}\p{P}\p{S}]+/u;
const TRAIL = /[\p{N}\p{P}\p{S}]+$/u;
const LONG_INNER = /[^\p{N}\p{P}\p{S}][\p{N}\p{P}\p{S}]{3,}[^\p{N}\p{P}\p{S}]/u;

export const leetIn = (alphabet: Alphabet, character: string): string | undefined =>
  LEET[alphabet][character];

/**
 * Whether the digits and signs in a word of letters, digits and signs stand for letters. People write `2nd`, `mp3`, `iPhone15`,
 * `10kg`, `A1B2C3` and `US$` without hiding anything.
 */
export function isLeet(written: string): boolean {
  const word = written.replace(ENCLOSED, 'x');
  const letters = countLetters(word);
  const count = word.length - letters;
  if (letters === 0 || count === 0 || (count > letters && !DOUBLED_SIGN.test(word))) return false;
  const others = word.replace(LETTERS, '');
  const alike = count === 1 || new Set(others).size === 1;
  if (count === letters && !alike) return false;

  const [lead = ''] = LEAD.exec(word) ?? [];
  const [trail = ''] = TRAIL.exec(word) ?? [];
  const inner = others.length > lead.length + trail.length;
  if (inner && LONG_INNER.test(word)) return false;
  return leads(lead, letters) && trails(trail, inner, word);
}

/** In UTF-16 units, marks among them; by far the most words hold nothing else and cost no more than this. */
function countLetters(word: string): number {
  let count = 0;
  for (let index = 0; index < word.length; index += 1) {
    const unit = word.charCodeAt(index);
    if (unit >= 0x61 && unit <= 0x7a) count += 1;
    else if (unit > 0x7f && !OTHERS_OUTSIDE_ASCII.test(word.charAt(index))) count += 1;
  }
  return count;
}

function leads(lead: string, letters: number): boolean {
  if (lead === '') return true;
  if (lead.length > 1) return false;
  return MONEY_SIGNS.includes(lead) ? letters >= 2 : letters >= 3;
}

function trails(trail: string, inner: boolean, word: string): boolean {
  if (trail === '') return true;
  if (MONEY_SIGNS.includes(trail)) return !CURRENCIES.test(word.slice(0, -1));
  if (trail.length > 3) return false;
  return trail.length === 1 ? inner : new Set(trail).size === 1;
}
