import { INNER_SIGNS, MONEY_SIGNS } from './leet.ts';
import { SUSPECTS } from './look-alikes.ts';

/** What one UTF-16 unit may be part of. */
const BREAK = 0;
const LATIN = 1;
const CYRILLIC_OR_GREEK = 2;
const LETTER = 3;
const DIGIT = 4;
const INNER_SIGN = 5;
const MONEY_SIGN = 6;
/** Enough by itself for a closer look: marks piled on letters, small capitals, circled letters, rare alphabets, tatweel. */
const SUSPECT = 7;

const SPELLED_LETTERS = 4;
const classes = classesOfUnits();

function classesOfUnits(): Uint8Array {
  const table = new Uint8Array(0x10000);
  table.fill(LETTER, 0xc0, 0x2000).fill(LETTER, 0x2c00, 0xd800).fill(LETTER, 0xf900, 0xfe00);
  table.fill(LATIN, 0x61, 0x7b).fill(LATIN, 0xc0, 0x250).fill(LATIN, 0x1e00, 0x1f00);
  table.fill(CYRILLIC_OR_GREEK, 0x370, 0x530).fill(CYRILLIC_OR_GREEK, 0x1f00, 0x2000);
  table.fill(DIGIT, 0x30, 0x3a);
  table.fill(SUSPECT, 0x300, 0x370).fill(SUSPECT, 0x483, 0x48a).fill(SUSPECT, 0x20d0, 0x20f1);
  table[0x640] = SUSPECT;
  for (const unlike of [0xd7, 0xf7]) table[unlike] = BREAK;
  for (const sign of INNER_SIGNS) table[sign.charCodeAt(0)] = INNER_SIGN;
  for (const sign of MONEY_SIGNS) table[sign.charCodeAt(0)] = MONEY_SIGN;
  for (const character of SUSPECTS) if (character.length === 1) table[character.charCodeAt(0)] = SUSPECT;
  // Enclosed and regional letters share their first half with emoji: `isSuspectPair` tells them apart.
  for (const lead of [0xd800, 0xd801, 0xd805, 0xd806, 0xd81b, 0xd83c]) table[lead] = SUSPECT;
  return table;
}

/** A scan without any allocation that answers for nearly all texts that nothing in them is disguised; it may err the other way. */
export function mayBeDisguised(plain: string): boolean {
  let previous = BREAK;
  let previousUnit = 0;
  let run = 0;
  let length = 0;
  let singles = 0;
  let latin = false;
  let other = false;
  for (let index = 0; index < plain.length; index += 1) {
    const unit = plain.charCodeAt(index);
    const kind = classes[unit] ?? BREAK;
    if (kind === SUSPECT && (unit !== 0xd83c || isSuspectPair(plain.charCodeAt(index + 1)))) return true;
    const letter = kind >= LATIN && kind <= LETTER;
    if (letter) {
      if (previous >= DIGIT && (previous !== INNER_SIGN || length > 1)) return true;
      latin ||= kind === LATIN;
      other ||= kind === CYRILLIC_OR_GREEK;
      if (latin && other) return true;
      run = unit === previousUnit ? run + 1 : 1;
      if (run === 3) return true;
      length = previous >= LATIN && previous <= LETTER ? length + 1 : 1;
      if (length === 1) singles += 1;
      else if (length === 2) singles = 0;
      if (singles === SPELLED_LETTERS) return true;
    } else if (previous >= LATIN && previous <= LETTER && (kind === DIGIT || kind === MONEY_SIGN))
      return true;
    // A sign may stand between two letters: how long the word before it was must not be forgotten.
    else if (kind === INNER_SIGN && previous >= LATIN && previous <= LETTER) length += 1;
    else length = 0;
    previous = kind;
    previousUnit = unit;
  }
  return false;
}

/** Circled, squared and regional letters among U+1F100 … U+1F3FF. */
function isSuspectPair(trail: number): boolean {
  return trail >= 0xdd50 && trail <= 0xddff && !(trail > 0xdd9a && trail < 0xdde6);
}
